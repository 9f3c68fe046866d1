import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** What of a build's modules this needs to know. */
type Graph = { getModuleInfo(id: string): { readonly importers: readonly string[] } | null };

/** Whether a module is loaded with another one, however many others are between them. */
function isLoadedWith(root: RegExp, id: string, graph: Graph): boolean {
  const seen = new Set([id]);
  for (const one of seen) {
    if (root.test(one)) return true;
    for (const importer of graph.getModuleInfo(one)?.importers ?? []) seen.add(importer);
  }
  return false;
}

const FIRST = /[\\/]web[\\/](?:src[\\/]main\.tsx|index\.html)$/;
const SIGNED_IN = /[\\/]web[\\/]src[\\/]app[\\/]signed-in\.tsx$/;

/** Whoever uses the contracts has them all; what these describe is used by single pages. */
const OF_PAGES = /[\\/]contracts[\\/](?:callables[\\/](?:agents|super-admin)|connections|run)\.ts$/;

/**
 * Loaded after sign-in. Firestore is beside the page's own code, and kept by the browser when only that changes: such a
 * group must need nothing of the page's code, since two files that import each other run in the wrong order. All that
 * the chats are made of is one file: cut up by who else uses which piece of it, it would be a twentieth larger.
 */
const groups = [
  { name: 'firestore', test: /node_modules[\\/](@firebase[\\/](firestore|webchannel-wrapper))[\\/]/ },
  {
    name: (id: string, graph: Graph) =>
      !OF_PAGES.test(id) && isLoadedWith(SIGNED_IN, id, graph) && !isLoadedWith(FIRST, id, graph)
        ? 'chats'
        : null,
  },
];

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: [
      { find: 're2js', replacement: here('src/lib/firebase/no-regex.ts') },
      {
        find: /^\.\.?\/(?:core\/)?(?:to-json-schema|json-schema-processors)\.js$/,
        replacement: here('src/lib/no-json-schema.ts'),
      },
    ],
  },
  // Found at the first request instead, they would make the page load again in the middle of somebody's first click.
  optimizeDeps: {
    include: ['firebase/app', 'firebase/auth', 'firebase/firestore', 'firebase/functions', 'zod'],
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  preview: { host: '127.0.0.1', port: 4173, strictPort: true },
  build: {
    // Browsers that know light-dark(), which the whole palette is made of.
    // They all know how to load a module ahead.
    modulePreload: { polyfill: false },
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    rolldownOptions: {
      treeshake: {
        // Of the contracts, each part of the page loads those that it uses: to make a schema changes nothing else.
        manualPureFunctions: ['z'],
        propertyReadSideEffects: false,
        moduleSideEffects: [{ test: /functions[\\/]src[\\/]contracts[\\/]/, sideEffects: false }],
      },
      output: { codeSplitting: { groups, includeDependenciesRecursively: false } },
    },
  },
});
