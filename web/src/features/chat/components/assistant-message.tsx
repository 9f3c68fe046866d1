import type { AssistantMessage } from 'functions/contracts';
import { memo } from 'react';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { AckLine } from './ack-line.tsx';
import { MotherMessage } from './mother-message.tsx';
import { NoticeLine } from './notice-line.tsx';
import { QuestionCard } from './question-card.tsx';

/** A message of Mother's, drawn by its kind. */
export const AssistantMessageRow = memo(function AssistantMessageRow({
  entry,
}: {
  entry: Parsed<AssistantMessage>;
}) {
  switch (entry.data.kind) {
    case 'text':
    case 'result':
      return <MotherMessage entry={entry} />;
    case 'question':
      return <QuestionCard entry={entry} />;
    case 'ack':
      return <AckLine entry={entry} />;
    case 'notice':
      return <NoticeLine entry={entry} />;
    default:
      return entry.data.kind satisfies never;
  }
});
