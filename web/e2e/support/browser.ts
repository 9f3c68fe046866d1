// The browser of the tests: an installed Chrome or Chromium, else, on Linux, the one that comes with
// `npm install`.
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const DESKTOP = { width: 1280, height: 800 };

/** How long a state may take to come about: only what never comes is a failure, however much else the machine does. */
export const PATIENCE_MS = 45_000;

/** It talks to this machine only, and a container often runs it as root. */
const QUIET_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

export async function launchBrowser(): Promise<Browser> {
  const installed = findInstalled();
  if (installed !== undefined) {
    return chromium.launch({ executablePath: installed, args: QUIET_FLAGS, chromiumSandbox: !isRoot() });
  }
  if (process.platform !== 'linux') {
    throw new Error('The browser tests need Google Chrome: install it from https://www.google.com/chrome');
  }
  // Without the arguments that come with it: they are for AWS Lambda, put all pages into one process, which then ends
  // with the first page that closes, and switch off checks that real browsers make.
  const executablePath = await sparticuz.executablePath();
  return chromium.launch({ executablePath, args: QUIET_FLAGS, chromiumSandbox: false });
}

const isRoot = () => process.getuid?.() === 0;

function findInstalled(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [...onPath, ...APPLICATIONS].find((file) => existsSync(file));
}

/** A browser of one person's: nobody is signed in, nothing is stored. */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: motherUrl(),
    viewport: DESKTOP,
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

function motherUrl(): string {
  const url = process.env['MOTHER_URL'];
  if (url === undefined)
    throw new Error('Run browser tests with `npm test -- browser`: it starts what they need.');
  return url;
}
