import type { HLJSApi, LanguageFn } from 'highlight.js';

type Grammar = () => Promise<{ default: LanguageFn }>;

const bash: Grammar = () => import('highlight.js/lib/languages/bash');
const javascript: Grammar = () => import('highlight.js/lib/languages/javascript');
const python: Grammar = () => import('highlight.js/lib/languages/python');
const typescript: Grammar = () => import('highlight.js/lib/languages/typescript');
const xml: Grammar = () => import('highlight.js/lib/languages/xml');
const yaml: Grammar = () => import('highlight.js/lib/languages/yaml');

const grammars: Record<string, Grammar | undefined> = {
  bash,
  sh: bash,
  shell: bash,
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  html: xml,
  xml,
  java: () => import('highlight.js/lib/languages/java'),
  javascript,
  js: javascript,
  jsx: javascript,
  json: () => import('highlight.js/lib/languages/json'),
  php: () => import('highlight.js/lib/languages/php'),
  python,
  py: python,
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  typescript,
  ts: typescript,
  tsx: typescript,
  yaml,
  yml: yaml,
};

let core: Promise<HLJSApi> | undefined;

/** The code as HTML, in which highlight.js has escaped the code itself; null for a language that is not known. */
export async function highlight(code: string, language: string): Promise<string | null> {
  const grammar = grammars[language.toLowerCase()];
  if (!grammar) return null;
  core ??= import('highlight.js/lib/core').then((module) => module.default);
  const [api, { default: definition }] = await Promise.all([core, grammar()]);
  if (!api.getLanguage(language)) api.registerLanguage(language, definition);
  return api.highlight(code, { language }).value;
}
