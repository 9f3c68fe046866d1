import { sendEmailVerification } from 'firebase/auth';
import { auth } from '../../../lib/firebase/auth.ts';

/** Sends the person an e-mail with a link that confirms their address. */
export async function sendConfirmation(): Promise<void> {
  const user = auth().currentUser;
  if (user) await sendEmailVerification(user);
}

/** Asks whether the address has been confirmed meanwhile; then the backend is told so from now on. */
export async function isConfirmed(): Promise<boolean> {
  const user = auth().currentUser;
  await user?.reload();
  await user?.getIdToken(true);
  return user?.emailVerified === true;
}
