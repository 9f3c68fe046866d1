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

/** "Berlin for the planner": the words before it are for that agent. */
const addressedAfter = (agent: string) =>
  new RegExp(`(?<=\\S)\\s+(?:for|to)\\s+(?:the\\s+)?${literally(agent)}\\W*$`, 'iu');

const isAddressed = (agent: string, words: string): boolean =>
  addressed(agent).test(words) || addressedAfter(agent).test(words);

/** What several agents ask together is one question. */
const asOne = (waiting: readonly OpenQuestion[]): OpenQuestion[] => [
  ...new Map(waiting.toReversed().map((one) => [rootOf(one), one])).values(),
];

const rootOf = (one: OpenQuestion): string => one.same_as ?? one.question_id;

const equals = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

const fits = ({ text, options }: OpenQuestion, words: string): boolean =>
  options.some((option) => equals(option, words)) || holds(words, kindOf(text));

/** Whether a message holds what one of the questions is after. */
export const fitsAny = (waiting: readonly OpenQuestion[], words: string): boolean =>
  waiting.some((one) => fits(one, words));

const fittingIn = (waiting: readonly OpenQuestion[], words: string): OpenQuestion[] =>
  asOne(waiting).filter((one) => fits(one, words));

/** The one question that these words are for; null if that is unclear. */
function receiverOf(waiting: readonly OpenQuestion[], words: string): OpenQuestion | null {
  const named = waiting.filter(({ agent }) => isAddressed(agent, words));
  const fitting = named.length > 0 ? named : fittingIn(waiting, words);
  const [only, ...others] = fitting;
  return only && others.length === 0 ? only : null;
}

const reply = ({ sub_agent_id: id, agent }: OpenQuestion, message: Said, words: string): Call => {
  const bare = words.replace(addressed(agent), '').replace(addressedAfter(agent), '');
  const quote = quotable(bare) || quotable(words);
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

/** The whole of a message for one question, and so for all who ask it. */
const passedInOne = (waiting: readonly OpenQuestion[], to: OpenQuestion, message: Said): Passed => ({
  calls: [reply(to, message, message.text)],
  agents: waiting.filter((one) => rootOf(one) === rootOf(to)).map(({ agent }) => agent),
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
  const [only, ...others] = asOne(waiting);
  if (!only) return null;
  const parts = partsFor(waiting, message);
  if (parts.length > 1) return passed(parts, message);
  if (others.length === 0) return passedInOne(waiting, only, message);
  const to = parts[0]?.to ?? receiverOf(waiting, message.text);
  return to ? passedInOne(waiting, to, message) : null;
}

/** Has the person asked which of the questions their words answer; null unless they fit several. */
export function askWhich(waiting: readonly OpenQuestion[], { id, text }: Said): Call | null {
  const fitting = fittingIn(waiting, text);
  if (fitting.length < 2) return null;
  return call('ask_which', {
    sub_agent_ids: fitting.map((one) => one.sub_agent_id),
    message_id: id,
    quote: quotable(text),
  });
}

const asks = ({ agent, text }: OpenQuestion) => `**${agent}** asks: ${onOneLine(text)}`;

export const whoseIsIt = (
  waiting: readonly OpenQuestion[],
): string => `I am not sure whose question that answers:

${list(waiting.map(asks))}

Press **Respond** at the one you mean, or begin with its name, for example “${waiting[0]?.agent ?? ''}: …”.`;

export const stillWaiting = (waiting: readonly OpenQuestion[]): string =>
  waiting.length === 0 ? '' : `Still waiting for your answer:\n\n${list(waiting.map(asks))}`;
