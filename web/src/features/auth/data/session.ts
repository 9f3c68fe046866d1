import { onAuthStateChanged } from 'firebase/auth';
import { auth } from '../../../lib/firebase/auth.ts';
import { shared, type Source } from '../../../lib/subscription/source.ts';

export type Person = { readonly uid: string; readonly name: string; readonly email: string };

export type Session =
  | { readonly status: 'loading' }
  /** `meanwhile`: somebody was signed in on this page and did not leave by themselves. */
  | { readonly status: 'signed-out'; readonly meanwhile: boolean }
  | { readonly status: 'signed-in'; readonly person: Person };

/** Whether somebody works on this page. */
let present = false;

/** They sign out themselves, so there is nothing to explain. */
export const leave = (): void => {
  present = false;
};

/** Who is signed in on this browser. */
export const session: Source<Session> = shared<Session>({ status: 'loading' }, (set) =>
  onAuthStateChanged(auth(), (user) => {
    if (!user) {
      set({ status: 'signed-out', meanwhile: present });
      present = false;
      return;
    }
    present = true;
    const email = user.email ?? '';
    // Who signed up without a name is called by what their address begins with.
    const name = user.displayName ?? email.replace(/@.*/u, '');
    set({ status: 'signed-in', person: { uid: user.uid, email, name } });
  }),
);
