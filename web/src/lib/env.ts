// Each of these is written out in full, because that is what the build replaces.

/** True where the page talks to the emulators of `npm start`, false on Hosting. */
export const emulated: boolean = import.meta.env.DEV || import.meta.env.VITE_EMULATORS === 'true';

/** True where a script plays the model, because no key was given. */
export const demoModel = import.meta.env.VITE_MODEL === 'demo';

/** The site key of App Check (reCAPTCHA Enterprise); without one, callables that demand it refuse. */
export const appCheckKey = import.meta.env.VITE_APP_CHECK_KEY ?? '';

export const projectId = import.meta.env.VITE_PROJECT_ID ?? 'demo-mother';

export const EMULATOR_HOST = '127.0.0.1';

export const ports = {
  auth: Number(import.meta.env.VITE_AUTH_PORT ?? 9099),
  firestore: Number(import.meta.env.VITE_FIRESTORE_PORT ?? 8080),
  functions: Number(import.meta.env.VITE_FUNCTIONS_PORT ?? 5001),
};
