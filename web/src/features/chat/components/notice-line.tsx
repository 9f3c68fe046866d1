import type { AssistantMessage } from 'functions/contracts';
import { Info } from 'lucide-react';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement } from '../../../lib/reveal.ts';
import { QuietLine } from './quiet-line.tsx';
import { WhichQuestion } from './which-question.tsx';

/** A line of the system's. Where it guesses which question an answer is for, a button confirms the guess. */
export function NoticeLine({ entry: { id, data } }: { entry: Parsed<AssistantMessage> }) {
  return (
    <QuietLine icon={<Info size={14} />} id={messageElement(id)} tabIndex={-1}>
      <Markdown text={data.content} />
      <WhichQuestion message={data} />
    </QuietLine>
  );
}
