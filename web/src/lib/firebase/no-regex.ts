/**
 * Stands in the page's bundle for re2js (43 KB gzipped), which Firestore's SDK needs for one thing: to evaluate regular
 * expressions of pipelines in the browser. The page runs no pipelines. See vite.config.ts.
 */
export const RE2JS = {
  compile(): never {
    throw new Error('Regular expressions in Firestore pipelines are not part of this page.');
  },
};
