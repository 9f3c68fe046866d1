import { namesInWords, type AssistantMessage } from 'functions/contracts';
import { CircleHelp, Reply } from 'lucide-react';
import { Button } from '../../../components/ui/button.tsx';
import { Choices } from '../../../components/ui/choices.tsx';
import { Monogram } from '../../../components/ui/monogram.tsx';
import { askedText } from '../../../lib/asked.ts';
import { onDemand } from '../../../lib/on-demand.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement } from '../../../lib/reveal.ts';
import { type Card, cardOf, questionsIn } from '../data/cards.ts';
import { useConversation } from './conversation.ts';
import { QuestionOutcome } from './question-outcome.tsx';
import { QuietLine } from './quiet-line.tsx';

const ConsentCard = onDemand(async () => (await import('./consent-card.tsx')).ConsentCard);

/** A question that Mother relayed. Whether it is answered is what its own document says, never this page's guess. */
export function QuestionCard({ entry }: { entry: Parsed<AssistantMessage> }) {
  const { questions } = useConversation();
  const { id, data } = entry;
  const asked = data.questionId === null ? [] : questionsIn(data.questionId, questions);
  const [first] = asked;
  if (!first || data.questionId === null) {
    return (
      <QuietLine icon={<CircleHelp size={14} />} id={messageElement(id)} tabIndex={-1}>
        {data.content}
      </QuietLine>
    );
  }
  if (first.data.consent) {
    return (
      <article
        aria-label={`Question from ${first.data.name}`}
        id={messageElement(id)}
        tabIndex={-1}
        className={`rounded-2xl ${first.data.status === 'relayed' ? 'sm:ml-[2.125rem]' : ''}`}
      >
        <ConsentCard of={{ question: first }} fallback={<p>{askedText(first.data)}</p>} />
      </article>
    );
  }
  const card = cardOf(data.questionId, questions);
  const names = namesInWords(asked.map((one) => one.data.name));
  return (
    <article
      aria-label={`Question from ${card?.data.name ?? names}`}
      id={messageElement(id)}
      tabIndex={-1}
      className={`rounded-2xl ${card ? 'sm:ml-[2.125rem]' : ''}`}
    >
      {card ? (
        <Asked card={card} />
      ) : (
        <QuietLine icon={<CircleHelp size={14} />}>
          <p className="wrap-anywhere">
            {agents(names, new Set(asked.map((one) => one.data.name)))} needed input:{' '}
            <span dir="auto" className="text-ink">
              {first.data.text}
            </span>
          </p>
          {asked.map((question) => (
            <QuestionOutcome key={question.id} question={question} named={asked.length > 1} />
          ))}
        </QuietLine>
      )}
    </article>
  );
}

const agents = (names: string, askers: ReadonlySet<string>): string =>
  `${askers.size > 1 ? 'Agents' : 'Agent'} ${names}`;

function Asked({ card: { id: questionId, data: question, askers, tasks } }: { card: Card }) {
  const { answer, respond, pendingAnswers } = useConversation();
  return (
    <div className="rise rounded-2xl border border-needs-line bg-needs px-4 py-3.5 text-needs-ink">
      <p className="flex items-start gap-3">
        <Monogram name={question.name} size={26} />
        <span className="min-w-0 flex-1">
          <span className="block text-[0.8125rem] wrap-anywhere">
            {agents(question.name, askers)} {askers.size > 1 ? 'need' : 'needs'} input
            {tasks > askers.size ? ` for ${tasks} tasks` : ''}:
          </span>
          <span dir="auto" className="block text-base leading-snug font-semibold wrap-anywhere">
            {question.text}
          </span>
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
