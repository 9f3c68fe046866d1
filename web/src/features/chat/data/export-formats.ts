import type { Download } from '../../../lib/download.ts';
import { exportJson } from './export-json.ts';
import { exportMarkdown } from './export-markdown.ts';
import { type Exported, exportName } from './export.ts';

/** A chat as files: for people, and for programs. */
export const markdown = (exported: Exported): Download => ({
  name: exportName(exported, 'md'),
  type: 'text/markdown;charset=utf-8',
  content: exportMarkdown(exported),
});

export const json = (exported: Exported): Download => ({
  name: exportName(exported, 'json'),
  type: 'application/json',
  content: exportJson(exported),
});
