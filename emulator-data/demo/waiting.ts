import { call, type Call } from './answer.ts';
import { holds, kindOf } from './questions.ts';
import type { OpenQuestion, Said } from './request.ts';
import { clausesOf, list, onOneLine, quotable, type Clause } from './text.ts';

// Which of the questions that wait a message answers, and with which of its words.

const literally = (text: string) => text.replaceAll(/[^\p{L}\p{N}\s]/gu, String.raw`\$&`);

/** "Planner: Berlin", "for the planner, Berlin": the words after it are for that agent. */
const addressed = (agent: string) =>
  new RegExp(
    `^\\W*(?:(?:and|this is|it is|that is)\\s+)?(?:(?:for|to)\\s+)?(?:the\\s+)?${literally(agent)}\\s*[:,–-]\\s*`,
    'iu',
  );

const equals = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

const fits = ({ text, options }: OpenQuestion, words: string): boolean =>
  options.some((option) => equals(option, words)) || holds(words, kindOf(text));

/** Whether a message holds what one of the questions is after. */
export const fitsAny = (waiting: readonly OpenQuestion[], words: string): boolean =>
  waiting.some((one) => fits(one, words));

/** The one question that these words are for; null if that is unclear. */
function receiverOf(waiting: readonly OpenQuestion[], words: string): OpenQuestion | null {
  const named = waiting.filter(({ agent }) => addressed(agent).test(words));
  const fitting = (named.length > 0 ? named : waiting).filter((one) => named.length > 0 || fits(one, words));
  const [only, ...others] = fitting;
  return only && others.length === 0 ? only : null;
}

const reply = ({ sub_agent_id: id, agent }: OpenQuestion, message: Said, words: string): Call => {
  const quote = quotable(words.replace(addressed(agent), '')) || quotable(words);
  return call('reply_to_agent', {
    sub_agent_id: id,
    answer: quote,
    confidence: 0.9,
    evidence: [{ message_id: message.id, quote }],
  });
};

export type Passed = { readonly calls: readonly Call[]; readonly agents: readonly string[] };

const passed = (given: readonly { to: OpenQuestion; words: string }[], message: Said): Passed => ({
  calls: given.map(({ to, words }) => reply(to, message, words)),
  agents: given.map(({ to }) => to.agent),
});

/** The parts of a message that are for different questions, each from its first clause to its last. */
function partsFor(waiting: readonly OpenQuestion[], { text }: Said): { to: OpenQuestion; words: string }[] {
  const parts = new Map<OpenQuestion, Pick<Clause, 'start' | 'end'>>();
  for (const clause of clausesOf(text)) {
    const to = receiverOf(waiting, clause.text);
    if (!to) continue;
    parts.set(to, { start: parts.get(to)?.start ?? clause.start, end: clause.end });
  }
  return [...parts].map(([to, { start, end }]) => ({ to, words: text.slice(start, end) }));
}

/** Passes a message on to the agents whose questions it answers; null if it answers none clearly. */
export function answersIn(waiting: readonly OpenQuestion[], message: Said): Passed | null {
  const [only, ...others] = waiting;
  if (!only) return null;
  if (others.length === 0) return passed([{ to: only, words: message.text }], message);
  const parts = partsFor(waiting, message);
  if (parts.length > 1) return passed(parts, message);
  const to = parts[0]?.to ?? receiverOf(waiting, message.text);
  return to ? passed([{ to, words: message.text }], message) : null;
}

const asks = ({ agent, text }: OpenQuestion) => `**${agent}** asks: ${onOneLine(text)}`;

export const whoseIsIt = (
  waiting: readonly OpenQuestion[],
): string => `I am not sure whose question that answers:

${list(waiting.map(asks))}

Press **Respond** at the one you mean, or begin with its name, for example “${waiting[0]?.agent ?? ''}: …”.`;

export const stillWaiting = (waiting: readonly OpenQuestion[]): string =>
  waiting.length === 0 ? '' : `Still waiting for your answer:\n\n${list(waiting.map(asks))}`;
