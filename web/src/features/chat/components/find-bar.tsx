import type { Message } from 'functions/contracts';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { IconButton } from '../../../components/ui/icon-button.tsx';
import { SearchField } from '../../../components/ui/search-field.tsx';
import { isComposing } from '../../../lib/keys.ts';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { messageElement, reveal } from '../../../lib/reveal.ts';
import { messagesWith, nextFound } from '../data/find.ts';
import type { Edge } from '../data/history.ts';
import { useSay } from './use-announcer.ts';
import { useMarkedWords } from './use-marked-words.ts';

type Props = {
  /** What is loaded, the newest first. */
  entries: readonly Entry<Message>[];
  older: Edge;
  onOlder: () => void;
  onClose: () => void;
};

const figure = new Intl.NumberFormat('en');

/** Finds words in what is loaded of a chat, and in older pages on demand. The browser's own search sees only what is drawn. */
export function FindBar({ entries, older, onOlder, onClose }: Props) {
  const [words, setWords] = useState('');
  const [current, setCurrent] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const say = useSay();
  const found = messagesWith(entries, words);
  const isAsked = words.trim() !== '';
  useEffect(() => input.current?.focus(), []);
  useMarkedWords(words);

  const go = (by: 1 | -1) => {
    const id = nextFound(found, current, by);
    if (id === undefined) return;
    setCurrent(id);
    reveal(messageElement(id), { focus: false });
    say(`${found.indexOf(id) + 1} of ${found.length}`);
  };
  const further = useSeeking({ found: found.length, older, onOlder });
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };

  const at = current === null ? -1 : found.indexOf(current);
  const place =
    at === -1 ? figure.format(found.length) : `${figure.format(at + 1)} of ${figure.format(found.length)}`;
  return (
    <search className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-1.5 text-sm sm:px-5">
      <SearchField
        ref={input}
        label="Find in this chat"
        value={words}
        onChange={(value) => {
          setWords(value);
          setCurrent(null);
        }}
        onKeyDown={onKeyDown}
        hint={isAsked ? (found.length === 0 ? 'Nothing found' : place) : null}
      />
      {isAsked && older !== 'end' ? (
        <Button className="max-sm:order-last" aria-disabled={further.isOn} onClick={further.start}>
          {further.isOn ? 'Searching…' : `Search further back (${figure.format(entries.length)} searched)`}
        </Button>
      ) : null}
      <div className="flex shrink-0">
        <IconButton aria-label="Older match" aria-disabled={found.length === 0} onClick={() => go(1)}>
          <ChevronUp size={18} aria-hidden="true" />
        </IconButton>
        <IconButton aria-label="Newer match" aria-disabled={found.length === 0} onClick={() => go(-1)}>
          <ChevronDown size={18} aria-hidden="true" />
        </IconButton>
        <IconButton aria-label="Close the search" onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
    </search>
  );
}

/** Pages that one press may load. */
const PAGES = 10;

/** Loads page after page until something more is found. */
function useSeeking({ found, older, onOlder }: { found: number } & Pick<Props, 'older' | 'onOlder'>) {
  const [seeking, setSeeking] = useState<{ readonly from: number; readonly pages: number } | null>(null);
  const isOn = seeking !== null && seeking.pages > 0 && found <= seeking.from && older !== 'end';
  const next = isOn && older === 'more';
  const load = useRef(onOlder);
  useEffect(() => {
    load.current = onOlder;
  });
  useEffect(() => {
    if (!next) return;
    load.current();
    setSeeking((now) => now && { ...now, pages: now.pages - 1 });
  }, [next]);
  return {
    isOn,
    start: () => (isOn ? undefined : setSeeking({ from: found, pages: PAGES })),
  };
}
