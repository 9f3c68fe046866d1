// How much JavaScript the built page loads, gzipped: before somebody signs in, and until a chat is open. What is loaded
// later, when it is first used, is not in it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { ROOT } from '../local/world.ts';
import { runTool } from './tool.ts';

const FOLDER = path.join(ROOT, 'build/size');
const KB = 1024;

/** Parts of the page by the file that they begin with, each with what is loaded before it, and how much all may be. */
const STEPS = [
  { name: 'before sign-in', entries: ['index.html'], atMost: 120 * KB },
  { name: 'with a chat open', entries: ['index.html', 'src/app/signed-in.tsx'], atMost: 330 * KB },
] as const;

/** As Vite writes it: https://vite.dev/guide/backend-integration */
type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>;

/** Builds the page and measures it; throws when it is too large. */
export async function checkSize(): Promise<string> {
  const { exitCode, output } = await runTool('vite', [
    'build',
    'web',
    '--outDir',
    FOLDER,
    '--emptyOutDir',
    '--manifest',
  ]);
  if (exitCode !== 0) throw new Error(output);
  const manifest = JSON.parse(readFileSync(path.join(FOLDER, '.vite/manifest.json'), 'utf8')) as Manifest;
  const sizes = STEPS.map(({ name, entries, atMost }) => {
    const files = filesOf(manifest, entries);
    const bytes = [...files].reduce(
      (sum, file) => sum + gzipSync(readFileSync(path.join(FOLDER, file))).length,
      0,
    );
    return {
      text: `${name} ${Math.round(bytes / KB)} KB of at most ${atMost / KB}`,
      isTooMuch: bytes > atMost,
    };
  });
  const text = sizes.map((size) => size.text).join(', ');
  if (sizes.some(({ isTooMuch }) => isTooMuch))
    throw new Error(`The page loads too much JavaScript: ${text}.`);
  return text;
}

function filesOf(manifest: Manifest, entries: readonly string[]): Set<string> {
  const files = new Set<string>();
  const add = (key: string): void => {
    const part = manifest[key];
    if (!part) throw new Error(`The built page has no ${key}.`);
    if (files.has(part.file)) return;
    files.add(part.file);
    for (const next of part.imports ?? []) add(next);
  };
  for (const entry of entries) add(entry);
  return files;
}
