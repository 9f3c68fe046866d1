import { limits, type Message, type Question } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** By question: the newest answer that the person put in place of another, and was not refused. */
export function correctionsOf(messages: readonly Parsed<Message>[]): ReadonlyMap<string, string> {
  const newest = new Map<string, { at: number; answer: string }>();
  for (const { data } of messages) {
    if (data.role !== 'user' || !data.correct || data.status === 'refused') continue;
    const { questionId, answer } = data.correct;
    if ((newest.get(questionId)?.at ?? 0) <= data.createdAt) {
      newest.set(questionId, { at: data.createdAt, answer });
    }
  }
  return new Map([...newest].map(([questionId, { answer }]) => [questionId, answer]));
}

/** Mother's messages that follow from a correction: what was started by one goes on from the right answer. */
export function correctedIn(messages: readonly Parsed<Message>[]): ReadonlySet<string> {
  const corrections = new Set(messages.flatMap(({ id, data }) => (isCorrection(data) ? [id] : [])));
  return new Set(
    messages.flatMap(({ id, data }) =>
      data.role === 'assistant' && data.inReplyTo.some((heard) => corrections.has(heard)) ? [id] : [],
    ),
  );
}

const isCorrection = (message: Message): boolean => message.role === 'user' && message.correct !== undefined;

/** The answer that the work goes on from. */
export const answerNow = ({ answer, correction }: Question): string => correction ?? answer ?? '';

const figure = new Intl.NumberFormat('en');

/** What can be saved of a right answer that is being written, and why not. */
export function checkCorrection(text: string, wrong: string): { answer: string; problem: string | null } {
  const answer = text.trim();
  const over = answer.length - limits.answerLength;
  if (answer === '') return { answer, problem: 'Write the right answer first.' };
  if (answer === wrong) return { answer, problem: 'This is the answer that it already has.' };
  if (over <= 0) return { answer, problem: null };
  const most = figure.format(limits.answerLength);
  return {
    answer,
    problem: `An answer has at most ${most} characters: shorten it by ${figure.format(over)}.`,
  };
}
