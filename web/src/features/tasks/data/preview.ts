/** The first words of a Markdown text without its marks, for a line that shows no formatting. */
export const previewOf = (markdown: string): string =>
  markdown
    .replaceAll(/^[\s|:-]+$/gm, ' ') // the line under a table's head
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^[#>\s-]+|[*`|]+/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
