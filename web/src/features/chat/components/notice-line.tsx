import type { AssistantMessage } from 'functions/contracts';
import { Info } from 'lucide-react';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { Button } from '../../../components/ui/button.tsx';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement } from '../../../lib/reveal.ts';
import { useConversation } from './conversation.ts';
import { QuietLine } from './quiet-line.tsx';

/** A line of the system's. Where it guesses which question an answer is for, one button confirms the guess. */
export function NoticeLine({ entry }: { entry: Parsed<AssistantMessage> }) {
  const { questions, pendingAnswers, answer } = useConversation();
  const { id, data } = entry;
  const question = data.questionId === null ? undefined : questions.get(data.questionId);
  const guess = question?.data.status === 'relayed' ? question.data.suggestion : null;
  return (
    <QuietLine icon={<Info size={14} />} id={messageElement(id)} tabIndex={-1}>
      <Markdown text={data.content} />
      {question && guess !== null && !pendingAnswers.has(question.id) ? (
        <Button look="needs" className="mt-2" onClick={() => answer(question.id, guess)}>
          Yes: “{guess}” <span className="sr-only">for {question.data.name}</span>
        </Button>
      ) : null}
    </QuietLine>
  );
}
