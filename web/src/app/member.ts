import { mayAdminister } from 'functions/contracts';
import { createContext, use } from 'react';
import type { Person } from '../features/auth/data/session.ts';
import type { Tenancy } from '../features/tenants/data/tenancies.ts';

/** Who is signed in, the tenants that they belong to, and the one that they work in. */
export type Member = {
  readonly person: Person;
  readonly tenantId: string;
  readonly personalId: string;
  /** Whether `tenancies` is all that there is to know. */
  readonly known: boolean;
  readonly tenancies: readonly Tenancy[];
  readonly choose: (tenantId: string) => void;
  /** Works in a tenant that they have just become a member of: the list may not know of it yet. */
  readonly enter: (tenantId: string) => void;
};

export const MemberContext = createContext<Member | null>(null);

export function useMember(): Member {
  const member = use(MemberContext);
  if (!member) throw new Error('This part of the page needs somebody signed in.');
  return member;
}

/** What somebody is in a tenant; undefined where they do not belong, or it is not known yet. */
export const tenancyIn = ({ tenancies }: Pick<Member, 'tenancies'>, tenantId: string): Tenancy | undefined =>
  tenancies.find((one) => one.tenantId === tenantId);

/** Whether somebody administers a tenant. */
export function isAdminOf(member: Pick<Member, 'tenancies'>, tenantId: string): boolean {
  const tenancy = tenancyIn(member, tenantId);
  return tenancy !== undefined && mayAdminister(tenancy.role);
}
