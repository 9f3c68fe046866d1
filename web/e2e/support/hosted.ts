import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';

import { deployedHeaders } from '../../../scripts/local/page-headers.ts';

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
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
}

/** `configuration`: the project's own, which Hosting serves beside the page; null while it is not there. */
export async function serveHosted(page: Page, configuration: () => object | null): Promise<void> {
  await page.route(`${HOSTED}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = path.join(FOLDER, pathname);
    const json = pathname === '/__/firebase/init.json' ? configuration() : null;
    if (json) return route.fulfill({ json });
    const isFile = pathname !== '/' && existsSync(file);
    const found = isFile ? file : path.join(FOLDER, 'index.html');
    return route.fulfill({ path: found, headers: deployedHeaders });
  });
}
