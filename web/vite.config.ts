import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Loaded after sign-in, beside the page's own code, and kept by the browser when only that changes. A group must need
 * nothing of the page's code: two files that import each other run in the wrong order.
 */
const groups = [
  { name: 'firestore', test: /node_modules[\\/](@firebase[\\/](firestore|webchannel-wrapper))[\\/]/ },
];

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { re2js: fileURLToPath(new URL('src/lib/firebase/no-regex.ts', import.meta.url)) } },
  // Found at the first request instead, they would make the page load again in the middle of somebody's first click.
  optimizeDeps: {
    include: ['firebase/app', 'firebase/auth', 'firebase/firestore', 'firebase/functions', 'zod'],
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  preview: { host: '127.0.0.1', port: 4173, strictPort: true },
  build: {
    // Browsers that know light-dark(), which the whole palette is made of.
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
