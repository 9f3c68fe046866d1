/** More than a preview shows; what is longer would take the longer, by its square. */
const LONGEST = 1_000;

/** The first words of a Markdown text without its marks, for a line that shows no formatting. */
export const previewOf = (markdown: string): string =>
  markdown
    .slice(0, LONGEST)
    .replaceAll(/^[\s|:-]+$/gm, ' ') // the line under a table's head
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^[#>\s-]+|[*`|]+/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
