import type { ExtraProps } from 'react-markdown';

type Element = NonNullable<ExtraProps['node']>;
type Nodes = Element['children'];

const HEADING = /^h([1-6])$/;
/** The page's own headings end at this level; a message's start below it. */
const ABOVE = 2;
const LOWEST = 6;

function headingsIn(nodes: Nodes): Element[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'element') return [];
    return HEADING.test(node.tagName) ? [node] : headingsIn(node.children);
  });
}

/** A rehype plugin: fits a message's headings under the page's, so that no level is skipped. */
export function headingLevels() {
  return (tree: { children: Nodes }): void => {
    const headings = headingsIn(tree.children);
    const levelOf = (heading: Element) => Number(HEADING.exec(heading.tagName)?.[1] ?? LOWEST);
    const highest = Math.min(...headings.map(levelOf));
    let previous = ABOVE;
    for (const heading of headings) {
      const wanted = ABOVE + 1 + levelOf(heading) - highest;
      previous = Math.min(wanted, previous + 1, LOWEST);
      heading.tagName = `h${previous}`;
    }
  };
}
