import type { AssistantMessage, Question } from 'functions/contracts';
import { CircleHelp, Reply } from 'lucide-react';
import { Button } from '../../../components/ui/button.tsx';
import { Choices } from '../../../components/ui/choices.tsx';
import { Monogram } from '../../../components/ui/monogram.tsx';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement } from '../../../lib/reveal.ts';
import { useConversation } from './conversation.ts';
import { QuestionOutcome } from './question-outcome.tsx';
import { QuietLine } from './quiet-line.tsx';

/** A question that Mother relayed. Whether it is answered is what its own document says, never this page's guess. */
export function QuestionCard({ entry }: { entry: Parsed<AssistantMessage> }) {
  const { questions } = useConversation();
  const { id, data } = entry;
  const question = data.questionId === null ? undefined : questions.get(data.questionId);
  if (!question) {
    return (
      <QuietLine icon={<CircleHelp size={14} />} id={messageElement(id)} tabIndex={-1}>
        {data.content}
      </QuietLine>
    );
  }
  const { name, text, status } = question.data;
  return (
    <article
      aria-label={`Question from ${name}`}
      id={messageElement(id)}
      tabIndex={-1}
      className={`rounded-2xl ${status === 'relayed' ? 'sm:ml-[2.125rem]' : ''}`}
    >
      {status === 'relayed' ? (
        <Asked questionId={question.id} question={question.data} />
      ) : (
        <QuietLine icon={<CircleHelp size={14} />}>
          <p className="wrap-anywhere">
            Agent {name} needed input: <span className="text-ink">{text}</span>
          </p>
          <QuestionOutcome question={question} />
        </QuietLine>
      )}
    </article>
  );
}

function Asked({ questionId, question }: { questionId: string; question: Question }) {
  const { answer, respond, pendingAnswers } = useConversation();
  return (
    <div className="rise rounded-2xl border border-needs-line bg-needs px-4 py-3.5 text-needs-ink">
      <p className="flex items-start gap-3">
        <Monogram name={question.name} size={26} />
        <span className="min-w-0 flex-1">
          <span className="block text-[0.8125rem]">Agent {question.name} needs input:</span>
          <span className="block text-base leading-snug font-semibold wrap-anywhere">{question.text}</span>
        </span>
      </p>
      <div className="mt-3 flex flex-wrap gap-2 sm:pl-[2.375rem]">
        {pendingAnswers.has(questionId) ? (
          <p className="text-sm">Your answer is on its way.</p>
        ) : (
          <>
            <Choices
              name={question.name}
              options={question.options}
              suggestion={question.suggestion}
              onAnswer={(text) => answer(questionId, text)}
            />
            <Button
              look={question.options.length > 0 || question.suggestion !== null ? 'quiet' : 'needs'}
              aria-label={`Respond to ${question.name}`}
              onClick={() => respond(questionId)}
            >
              <Reply size={15} aria-hidden="true" />
              Respond
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
