import { useRef, useState } from 'react';
import { callProblem } from '../../../lib/call-problem.ts';
import { type Rating, rateReply } from '../data/rate-reply.ts';
import { useConversation } from './conversation.ts';
import { useSay } from './use-announcer.ts';

/** The document follows its commit within moments; until then the buttons go by what was pressed. */
const GRACE_MS = 2_000;

/** How the person rates one reply: shown at once, and put back with the reason if it cannot be stored. */
export function useRating(messageId: string, stored: Rating) {
  const { chat } = useConversation();
  const say = useSay();
  const [wish, setWish] = useState<{ rating: Rating } | null>(null);
  const [problem, setProblem] = useState<{ text: string; again: () => void } | null>(null);
  const latest = useRef(0);
  const before = useRef(Promise.resolve());

  const rate = (rating: Rating, comment?: string): void => {
    latest.current += 1;
    const turn = latest.current;
    const ifLatest = (then: () => void) => () => (turn === latest.current ? then() : undefined);
    setWish({ rating });
    setProblem(null);
    // One after the other: the last press is what stays.
    before.current = before.current
      .then(() => rateReply(chat, messageId, rating, comment))
      .then(
        () =>
          void setTimeout(
            ifLatest(() => setWish(null)),
            GRACE_MS,
          ),
        (error: unknown) => {
          console.warn('rating failed', error);
          const text = `Your feedback could not be kept. ${callProblem(error)}`;
          ifLatest(() => {
            setWish(null);
            setProblem({ text, again: () => rate(rating, comment) });
            say(text);
          })();
        },
      );
  };
  return { rating: wish ? wish.rating : stored, rate, problem };
}
