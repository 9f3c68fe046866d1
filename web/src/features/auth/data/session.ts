import { onAuthStateChanged } from 'firebase/auth';
import { auth } from '../../../lib/firebase/auth.ts';
import { shared, type Source } from '../../../lib/subscription/source.ts';

export type Person = { readonly uid: string; readonly name: string; readonly email: string };

export type Session =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly person: Person };

/** Who is signed in on this browser. */
export const session: Source<Session> = shared<Session>({ status: 'loading' }, (set) =>
  onAuthStateChanged(auth(), (user) => {
    if (!user) return set({ status: 'signed-out' });
    const email = user.email ?? '';
    set({ status: 'signed-in', person: { uid: user.uid, email, name: user.displayName ?? email } });
  }),
);
