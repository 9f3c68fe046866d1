import type { AssistantMessage } from 'functions/contracts';
import { Button } from '../../../components/ui/button.tsx';
import { choicesLeft } from '../data/cards.ts';
import { useConversation } from './conversation.ts';

/** What may be the answer to one of several questions: one button each sends it as the answer to that question. */
export function WhichQuestion({ message: { choices, content } }: { message: AssistantMessage }) {
  const { questions, pendingAnswers, answer } = useConversation();
  const left = choicesLeft(choices, questions, pendingAnswers);
  if (left.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {left.map(({ card, answer: words }) => {
        const label = `${choices.length === 1 ? 'Yes, for' : 'For'} ${card.data.name}`;
        return (
          <Button
            key={card.id}
            look="needs"
            aria-label={`${label}: ${words}`}
            className="max-w-full"
            onClick={() => answer(card.id, words)}
          >
            <span className="truncate">{content.includes(words) ? label : `${label}: ${words}`}</span>
          </Button>
        );
      })}
    </div>
  );
}
