// What the page may load, run and talk to, as headers. Hosting sends them (firebase.json, a test holds the two together), and
// so do the local servers, so that what is tested is what is deployed.

/** Beyond the page's own address: each for one thing that does not work without it. */
const EXCEPTIONS = {
  'script-src': [
    // Sign-in with Google: Firebase Auth loads this to talk to the frame and the window below.
    'https://apis.google.com',
    // App Check: reCAPTCHA Enterprise, and what that loads.
    'https://www.google.com/recaptcha/',
    'https://www.gstatic.com/recaptcha/',
  ],
  'frame-src': [
    // Sign-in with Google: the helper page of the project's own authDomain, which a deployment may have under any name.
    'https://*.firebaseapp.com',
    // App Check: the frame in which reCAPTCHA makes up its mind.
    'https://www.google.com/recaptcha/',
    'https://recaptcha.google.com/recaptcha/',
  ],
  'connect-src': [
    'https://firestore.googleapis.com',
    // Signing in, and staying signed in.
    'https://identitytoolkit.googleapis.com',
    'https://securetoken.googleapis.com',
    // The callables; their address holds the project's name.
    'https://*.cloudfunctions.net',
    // App Check: a token for what reCAPTCHA says.
    'https://content-firebaseappcheck.googleapis.com',
    'https://www.google.com/recaptcha/',
  ],
  'style-src-elem': [
    // Radix puts <style> elements in while a dialog or a menu is open, whose text depends on the width of the scroll bar.
    // A nonce needs a server that makes one for each page, and Hosting serves files. No style can run or load anything
    // from elsewhere: everything else is still bound to the lists here.
    "'unsafe-inline'",
  ],
  'img-src': [
    // Small pictures in the style sheet.
    'data:',
    // Firestore asks for this one dot when its connection breaks, to tell whether there is a network at all.
    'https://www.google.com/images/cleardot.gif',
  ],
} as const;

type Extra = Partial<Record<keyof typeof EXCEPTIONS, readonly string[]>>;

/** The policy; `extra` is for what there is on a developer's machine only. */
function policy(extra: Extra = {}): string {
  const own = (name: keyof typeof EXCEPTIONS) =>
    [name, "'self'", ...EXCEPTIONS[name], ...(extra[name] ?? [])].join(' ');
  return [
    "default-src 'none'",
    own('script-src'),
    own('style-src-elem'),
    "style-src-attr 'none'",
    own('img-src'),
    "font-src 'self'",
    own('connect-src'),
    own('frame-src'),
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const OTHERS = {
  'X-Content-Type-Options': 'nosniff',
  // An address of a chat is nobody else's business; the origin is what a key that is bound to it is checked against.
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), ' +
    'magnetometer=(), microphone=(), midi=(), payment=(), usb=(), clipboard-write=(self)',
} as const;

const headersWith = (extra: Extra): Record<string, string> => ({
  'Content-Security-Policy': policy(extra),
  ...OTHERS,
});

/** As Hosting sends them. The page names the files of one version: it is looked up anew each time. */
export const deployedHeaders: Record<string, string> = { ...headersWith({}), 'Cache-Control': 'no-cache' };

/**
 * With files whose names change with what is in them. Hosting sends these with one that is missing as well, so they are not
 * for ever: after a return to the version that has it, a browser would go on knowing that it is missing. What is kept longer is
 * used at once, and looked up beside that.
 */
export const assetHeaders: Record<string, string> = {
  ...deployedHeaders,
  'Cache-Control': 'public, max-age=600, stale-while-revalidate=31536000',
};

/** The same, for a page that talks to emulators at these ports. */
export const emulatedHeaders = (host: string, ports: readonly number[], extra: Extra = {}) =>
  headersWith({
    ...extra,
    'connect-src': [...ports.map((port) => `http://${host}:${port}`), ...(extra['connect-src'] ?? [])],
  });
