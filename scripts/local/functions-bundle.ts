// Functions are one file when they run: cold starts read less, and imports with .ts endings need no rewriting.
// Packages stay outside of it; Cloud Functions installs them from functions/package.json.
import path from 'node:path';

import { build, context, type BuildOptions } from 'esbuild';

import { Problem } from './problem.ts';
import { ROOT } from './world.ts';

const bundleInto = (outfile: string): BuildOptions => ({
  entryPoints: [path.join(ROOT, 'functions/src/index.ts')],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node24',
  format: 'esm',
  sourcemap: 'linked',
  loader: { '.md': 'text' },
  // esbuild prints what is wrong itself, with the line in question.
  logLevel: 'warning',
});

export async function bundleFunctions(outfile: string): Promise<void> {
  try {
    await build(bundleInto(outfile));
  } catch {
    throw new Problem('The functions could not be built: see the errors above.');
  }
}

/** Builds, and builds again whenever a source changes; the Functions emulator then loads the new code. */
export async function watchFunctions(outfile: string): Promise<{ stop(): Promise<void> }> {
  await bundleFunctions(outfile);
  const watching = await context(bundleInto(outfile));
  await watching.watch();
  return { stop: () => watching.dispose() };
}
