import type { FirebaseApp } from 'firebase/app';
import { onceDone, within } from '../attempt.ts';
import { RECAPTCHA_BLOCKED } from '../call-problem.ts';
import { appCheckKey, emulated } from '../env.ts';
import { auth } from './auth.ts';

/** Explicit, as App Check asks for it itself: it renders the widget. */
const RECAPTCHA = 'https://www.google.com/recaptcha/enterprise.js?render=explicit';
/** It loads more, from where nothing says that it failed. */
const RECAPTCHA_TAKES_MS = 15_000;

const load = (src: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error(`${src} could not be loaded.`));
    });
    document.head.append(script);
  });

async function loadRecaptcha(): Promise<void> {
  await load(RECAPTCHA);
  const recaptcha = window.grecaptcha?.enterprise;
  if (!recaptcha) throw new Error(`${RECAPTCHA} is something else.`);
  await new Promise<void>((resolve) => recaptcha.ready(resolve));
}

/**
 * App Check would load reCAPTCHA too, but waits for ever if it cannot be had, and all calls and Firestore with it. So it
 * is started with one that is there already.
 */
async function start(app: FirebaseApp): Promise<void> {
  const { initializeAppCheck, ReCaptchaEnterpriseProvider } = await import('firebase/app-check');
  try {
    await within(RECAPTCHA_TAKES_MS, loadRecaptcha(), () => new Error(`${RECAPTCHA} does not answer.`));
  } catch (cause) {
    throw Object.assign(new Error('reCAPTCHA is not there.', { cause }), { code: RECAPTCHA_BLOCKED });
  }
  const provider = new ReCaptchaEnterpriseProvider(appCheckKey);
  initializeAppCheck(app, { provider, isTokenAutoRefreshEnabled: true });
}

const started = onceDone(() => start(auth().app));

/** Makes calls carry a token that proves that they come from this page, where a site key is set. */
export async function withAppCheck(): Promise<void> {
  if (!emulated && appCheckKey !== '') await started();
}
