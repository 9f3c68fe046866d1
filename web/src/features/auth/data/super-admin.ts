import { auth } from '../../../lib/firebase/auth.ts';

/** Whether the person's ID token says that they look after the whole deployment. What they may do, the backend decides. */
export async function isSuperAdmin(): Promise<boolean> {
  const token = await auth().currentUser?.getIdTokenResult();
  return token?.claims['superAdmin'] === true;
}
