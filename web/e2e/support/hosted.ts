import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';

import { assetHeaders, deployedHeaders } from '../../../scripts/local/page-headers.ts';

// The page as Hosting serves it: built to find out there which project it belongs to, and not for the emulators.

const WEB = path.resolve(import.meta.dirname, '../..');
const FOLDER = path.resolve(WEB, '../build/hosted');

/** At this address there is nothing but what `serveHosted` answers. */
export const HOSTED = 'https://mother.example';

export async function buildHosted(): Promise<void> {
  const vite = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vite/package.json')),
    'bin/vite.js',
  );
  const args = [vite, 'build', WEB, '--outDir', FOLDER, '--emptyOutDir', '--logLevel', 'error'];
  // In a test it is something else, and the page would be built for development.
  const env = { ...process.env, NODE_ENV: 'production', VITE_APP_CHECK_KEY: 'a-site-key' };
  await promisify(execFile)(process.execPath, args, { env });
}

/** `configuration`: the project's own, which Hosting serves beside the page; null while it is not there. */
export async function serveHosted(page: Page, configuration: () => object | null): Promise<void> {
  await page.route(`${HOSTED}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = path.join(FOLDER, pathname);
    const json = pathname === '/__/firebase/init.json' ? configuration() : null;
    if (json) return route.fulfill({ json });
    const isFile = pathname !== '/' && existsSync(file);
    if (pathname.startsWith('/assets/'))
      return route.fulfill(
        isFile ? { path: file, headers: assetHeaders } : { status: 404, headers: assetHeaders },
      );
    const found = isFile ? file : path.join(FOLDER, 'index.html');
    return route.fulfill({ path: found, headers: deployedHeaders });
  });
}

/** The project's own, as Hosting has it. */
export const CONFIGURATION = {
  apiKey: 'of-the-project',
  appId: '1:1:web:1',
  projectId: 'mother',
  authDomain: 'mother.example',
};

const CORS = { 'access-control-allow-origin': '*' };
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const ID_TOKEN = `${encoded({ alg: 'none' })}.${encoded({ sub: 'ann', exp: 4_102_444_800 })}.signed`;

/** Whatever is entered, Ann is signed in. */
export async function serveSignIn(page: Page): Promise<void> {
  const signedIn = { localId: 'ann', idToken: ID_TOKEN, refreshToken: 'again', expiresIn: '3600' };
  const users = [{ localId: 'ann', email: 'ann@example.com', displayName: 'Ann', emailVerified: true }];
  await page.route('https://identitytoolkit.googleapis.com/**', (route) =>
    route.fulfill({ headers: CORS, json: route.request().url().includes(':lookup') ? { users } : signedIn }),
  );
}

/** What reCAPTCHA's script brings, as far as App Check uses it. */
const RECAPTCHA = `{
  let asked;
  window.grecaptcha = { enterprise: {
    ready: (then) => then(),
    render: (_, options) => { asked = options; return 0; },
    execute: async () => { asked.callback(); return 'a person'; },
  } };
}`;

/** App Check's two servers: `recaptcha` says what becomes of its script. */
export async function serveAppCheck(
  page: Page,
  recaptcha: () => 'blocked' | 'silent' | 'there',
): Promise<void> {
  await page.route('https://www.google.com/recaptcha/**', async (route) => {
    const now = recaptcha();
    if (now === 'blocked') await route.abort('blockedbyclient');
    if (now === 'there') await route.fulfill({ contentType: 'text/javascript', body: RECAPTCHA });
  });
  await page.route('https://content-firebaseappcheck.googleapis.com/**', (route) =>
    route.fulfill({ headers: CORS, json: { token: 'header.body.signature', ttl: '3600s' } }),
  );
}

/** Every callable refuses, as the platform does; gives the App Check tokens that came with the calls. */
export async function refuseCalls(page: Page): Promise<(string | undefined)[]> {
  const tokens: (string | undefined)[] = [];
  await page.route('https://*.cloudfunctions.net/**', (route) => {
    tokens.push(route.request().headers()['x-firebase-appcheck']);
    const error = { status: 'UNAUTHENTICATED', message: 'Unauthenticated' };
    return route.fulfill({ status: 401, headers: CORS, json: { error } });
  });
  return tokens;
}
