import { namesInWords, type AssistantMessage, type Question } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

// What several tasks ask alike is asked in one card: that of the first question, which the others name.

type Questions = ReadonlyMap<string, Parsed<Question>>;

/** The question whose card stands for this one. */
export const rootOf = ({ id, data }: Parsed<Question>): string => data.sameAs ?? id;

/** Everything that is or was asked in one card, the oldest first. */
export const questionsIn = (root: string, questions: Questions): Parsed<Question>[] =>
  [...questions.values()]
    .filter((one) => rootOf(one) === root)
    .toSorted((a, b) => relayedAt(a) - relayedAt(b) || (a.id < b.id ? -1 : 1));

/** What waits in a card, as one question: that of the first who waits, in the name of all. */
export type Card = Parsed<Question> & { readonly askers: ReadonlySet<string>; readonly tasks: number };

export function cardOf(root: string, questions: Questions): Card | null {
  const waiting = questionsIn(root, questions).filter(({ data }) => data.status === 'relayed');
  const [first] = waiting;
  if (!first) return null;
  const askers = new Set(waiting.map(({ data }) => data.name));
  const suggestion = waiting.find(({ data }) => data.suggestion !== null)?.data.suggestion ?? null;
  return {
    ...first,
    data: { ...first.data, name: namesInWords([...askers]), suggestion },
    askers,
    tasks: waiting.length,
  };
}

/** What waits for the person, the oldest first; of those relayed at once, in the order of their cards. */
export const waitingCards = (questions: Questions): Card[] =>
  [...new Set([...questions.values()].map(rootOf))]
    .flatMap((root) => cardOf(root, questions) ?? [])
    .toSorted((a, b) => relayedAt(a) - relayedAt(b) || (rootOf(a) < rootOf(b) ? -1 : 1));

const relayedAt = ({ data }: Parsed<Question>): number => data.relayedAt ?? data.createdAt;

/** The buttons that are left of a question which card an answer is for: none once these words have answered one. */
export function choicesLeft(
  choices: AssistantMessage['choices'],
  questions: Questions,
  pendingAnswers: ReadonlySet<string>,
): { readonly card: Card; readonly answer: string }[] {
  const given = new Set(
    choices.flatMap(({ questionId, answer }) => {
      const question = questions.get(questionId)?.data;
      const isGiven = question?.status === 'answered' && question.answer === answer;
      return isGiven || pendingAnswers.has(questionId) ? [answer] : [];
    }),
  );
  return choices.flatMap(({ questionId, answer }) => {
    const question = questions.get(questionId);
    const card = question && !given.has(answer) ? cardOf(rootOf(question), questions) : null;
    return card ? [{ card, answer }] : [];
  });
}
