import { answer, call, type Answer } from './answer.ts';
import { options } from './questions.ts';
import type { AgentRequest } from './request.ts';
import { isVague } from './text.ts';

// What an agent can do in a step, and what it was told so far.

export const ask = (question: string): Answer =>
  answer({ calls: [call('ask_user', { question, options: options[question] ?? [] })] });

export const use = (tool: string, input: Readonly<Record<string, unknown>>): Answer =>
  answer({ calls: [call(tool, input)] });

export const finish = (result: string): Answer => answer({ calls: [call('finish', { result })] });

/**
 * The person's answer to one of these questions, whichever was asked last. Undefined until there is one; null where
 * they knew none, so that the question is to be asked again.
 */
export function answerTo(
  { asked }: AgentRequest,
  ...questions: readonly string[]
): string | null | undefined {
  const last = asked.findLast(({ question, answer }) => answer !== null && questions.includes(question));
  if (!last) return undefined;
  return last.answer === null || isVague(last.answer) ? null : last.answer;
}

/** The question of these that was asked last. */
export const lastAsked = ({ asked }: AgentRequest, ...questions: readonly string[]): string | undefined =>
  asked.findLast(({ question }) => questions.includes(question))?.question;
