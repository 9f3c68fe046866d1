/**
 * Stands in the page's bundle for the part of zod (5 KB gzipped) that makes JSON schemas out of schemas: every schema
 * refers to it, and the page makes none. See vite.config.ts.
 */
const notHere = (): never => {
  throw new Error('Making JSON schemas is not part of this page.');
};

export const createToJSONSchemaMethod = () => notHere;
export const createStandardJSONSchemaMethod = () => notHere;
export const extractDefs = notHere;
export const finalize = notHere;
export const handleUnrepresentable = notHere;
export const initializeContext = notHere;
export const processSchema = notHere;
export const toJSONSchema = notHere;
export const allProcessors = {};
