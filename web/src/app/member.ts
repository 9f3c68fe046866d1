import { createContext, use } from 'react';
import type { Person } from '../features/auth/data/session.ts';

/** Who is signed in, and the tenant they work in. */
export type Member = { readonly person: Person; readonly tenantId: string };

export const MemberContext = createContext<Member | null>(null);

export function useMember(): Member {
  const member = use(MemberContext);
  if (!member) throw new Error('This part of the page needs somebody signed in.');
  return member;
}
