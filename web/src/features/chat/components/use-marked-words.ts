import { useEffect } from 'react';
import { wordsIn } from '../../../lib/words.ts';

const NAME = 'found';
/** Not in a file of styles: what makes those smaller does not know it yet, and warns. */
const LOOK = `::highlight(${NAME}) { background: var(--needs-fill); color: var(--needs-fill-ink); }`;

/** Marks the words in all rows of the conversation that are on the page, where the browser can; the text stays as it is. */
export function useMarkedWords(words: string): void {
  useEffect(() => {
    const log = document.querySelector('[role=log]');
    // Firefox has it since 140; without it the rows are found all the same.
    if (!log || words.trim() === '' || typeof Highlight === 'undefined') return undefined;
    const markAll = () => CSS.highlights.set(NAME, new Highlight(...rangesIn(log, words)));
    markAll();
    const look = new CSSStyleSheet();
    look.replaceSync(LOOK);
    document.adoptedStyleSheets.push(look);
    // Rows come and go as the conversation is scrolled.
    const changes = new MutationObserver(markAll);
    changes.observe(log, { childList: true, subtree: true, characterData: true });
    return () => {
      changes.disconnect();
      CSS.highlights.delete(NAME);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== look);
    };
  }, [words]);
}

function rangesIn(log: Element, words: string): Range[] {
  const ranges: Range[] = [];
  const texts = document.createTreeWalker(log, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    for (const { from, to } of wordsIn(node.textContent ?? '', words)) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      ranges.push(range);
    }
  }
  return ranges;
}
