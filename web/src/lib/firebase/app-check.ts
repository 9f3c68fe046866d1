import type { FirebaseApp } from 'firebase/app';
import { appCheckKey, emulated } from '../env.ts';

let started: Promise<void> | undefined;

async function start(app: FirebaseApp): Promise<void> {
  const { initializeAppCheck, ReCaptchaEnterpriseProvider } = await import('firebase/app-check');
  const provider = new ReCaptchaEnterpriseProvider(appCheckKey);
  initializeAppCheck(app, { provider, isTokenAutoRefreshEnabled: true });
}

/** Makes calls carry a token that proves that they come from this page, where a site key is set. */
export function withAppCheck(app: FirebaseApp): Promise<void> {
  if (emulated || appCheckKey === '') return Promise.resolve();
  started ??= start(app);
  return started;
}
