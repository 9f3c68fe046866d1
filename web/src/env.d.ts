/** What `npm start` and the build may set. Everything is text, and may be left out. */
interface ImportMetaEnv {
  readonly VITE_APP_CHECK_KEY?: string;
  readonly VITE_MODEL?: string;
  readonly VITE_EMULATORS?: string;
  readonly VITE_PROJECT_ID?: string;
  readonly VITE_AUTH_PORT?: string;
  readonly VITE_FIRESTORE_PORT?: string;
  readonly VITE_FUNCTIONS_PORT?: string;
}

interface Window {
  /** Google's reCAPTCHA Enterprise, once its script has been loaded. */
  readonly grecaptcha?: { readonly enterprise?: { readonly ready: (then: () => void) => void } };
}
