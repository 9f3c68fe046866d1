import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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
  {
    name: 'firestore',
    test: /node_modules[\\/]@firebase[\\/](?:firestore|webchannel-wrapper)[\\/]|[\\/]no-regex\.ts$/,
  },
  {
    name: (id: string, graph: Graph) =>
      !OF_PAGES.test(id) && isLoadedWith(SIGNED_IN, id, graph) && !isLoadedWith(FIRST, id, graph)
        ? 'chats'
        : null,
  },
];

const ICONS = fileURLToPath(new URL('../node_modules/lucide-react/dist/esm/', import.meta.url));

/**
 * Imports each icon from its own file: through the one file that names them all, every part of the page would seem to
 * load every icon, and none would be in the part that draws it.
 */
function iconsByFile(): Plugin {
  const files = new Map<string, string>();
  const all = readFileSync(`${ICONS}lucide-react.mjs`, 'utf8');
  for (const [, names = '', file = ''] of all.matchAll(
    /export \{([^}]+)\} from '\.\/(icons\/[\w-]+\.mjs)'/g,
  )) {
    for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) files.set(name, file);
  }
  const importOf = (name: string): string => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`There is no icon called ${name}.`);
    return `import ${name} from '${ICONS}${file}';`;
  };
  return {
    name: 'icons-by-file',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.tsx') || id.includes('node_modules')) return null;
      return code.replace(/import \{([^}]*)\} from 'lucide-react';/, (_, names: string) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '')
          .map(importOf)
          .join(' '),
      );
    },
  };
}

export default defineConfig({
  plugins: [iconsByFile(), react(), tailwindcss()],
  resolve: {
    alias: [
      { find: 're2js', replacement: fileURLToPath(new URL('src/lib/firebase/no-regex.ts', import.meta.url)) },
      {
        find: /^\.\.?\/(?:core\/)?(?:to-json-schema|json-schema-processors)\.js$/,
        replacement: fileURLToPath(new URL('src/lib/no-json-schema.ts', import.meta.url)),
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
