import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm as gfmSyntax } from 'micromark-extension-gfm';

/**
 * GitHub's Markdown: tables, task lists, footnotes, strikethrough, bare links. What remark-gfm does, without the half
 * that writes Markdown, which a page that only reads it would load in vain. The names are those that remark-parse looks
 * for; no other extension is in use here.
 */
function gfm(this: { data: () => object }): void {
  Object.assign(this.data(), {
    micromarkExtensions: [gfmSyntax()],
    fromMarkdownExtensions: [gfmFromMarkdown()],
  });
}

export const remarkPlugins = [gfm];
