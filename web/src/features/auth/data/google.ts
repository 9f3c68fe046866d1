import {
  browserPopupRedirectResolver,
  getRedirectResult,
  GoogleAuthProvider,
  signInWithPopup,
  signInWithRedirect,
} from 'firebase/auth';
import { auth } from '../../../lib/firebase/auth.ts';
import { needsRedirect } from './sign-in-problem.ts';

/** In a window of Google's; where the browser opens none, by going there and back. */
export async function signInWithGoogle(): Promise<void> {
  const provider = new GoogleAuthProvider();
  try {
    await signInWithPopup(auth(), provider, browserPopupRedirectResolver);
  } catch (error) {
    if (!needsRedirect(error)) throw error;
    await signInWithRedirect(auth(), provider, browserPopupRedirectResolver);
  }
}

/** Back from Google: signs in, or throws what went wrong there. At any other time nothing happens. */
export async function finishGoogle(): Promise<void> {
  await getRedirectResult(auth(), browserPopupRedirectResolver);
}
