import {
  createUserWithEmailAndPassword,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signOut as firebaseSignOut,
} from 'firebase/auth';
import { auth } from '../../../lib/firebase/auth.ts';
import { leave } from './session.ts';

export type Credentials = { readonly email: string; readonly password: string };

export const signIn = async ({ email, password }: Credentials): Promise<void> => {
  await signInWithEmailAndPassword(auth(), email, password);
};

export const signUp = async ({ email, password }: Credentials): Promise<void> => {
  await createUserWithEmailAndPassword(auth(), email, password);
};

export const sendReset = (email: string): Promise<void> => sendPasswordResetEmail(auth(), email);

export function signOut(): Promise<void> {
  leave();
  return firebaseSignOut(auth());
}
