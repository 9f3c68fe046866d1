import type { Message, Question } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { questionsIn, rootOf } from './cards.ts';

/** The questions that an answer is on its way to: sent by the person, not yet taken up. It is for all in its card. */
export const pendingAnswers = (
  messages: readonly Parsed<Message>[],
  questions: ReadonlyMap<string, Parsed<Question>>,
): ReadonlySet<string> =>
  new Set(
    messages.flatMap(({ data }) => {
      if (data.role !== 'user' || data.status !== 'sent') return [];
      if (data.consent) return [data.consent.questionId];
      if (data.replyTo === undefined) return [];
      const question = questions.get(data.replyTo);
      const inCard = question ? questionsIn(rootOf(question), questions) : [];
      return [data.replyTo, ...inCard.map(({ id }) => id)];
    }),
  );

/** What the person has already asked another try of, and was not refused. */
export const retriedIds = (messages: readonly Parsed<Message>[]): ReadonlySet<string> =>
  new Set(
    messages.flatMap(({ data }) =>
      data.role === 'user' && data.status !== 'refused' && data.retry !== undefined ? [data.retry.id] : [],
    ),
  );
