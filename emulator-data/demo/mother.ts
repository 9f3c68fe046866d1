import { answer, faults, type Answer, type Call, type Fault } from './answer.ts';
import { cancel } from './cancel.ts';
import { checkQuestions } from './check.ts';
import { delegate } from './delegate.ts';
import { direct, onlyScenes } from './direct.ts';
import { inWords, readOrder } from './orders.ts';
import type { MotherRequest, OpenQuestion, Said } from './request.ts';
import { remember, statedIn, type Stated } from './remember.ts';
import { list, onOneLine } from './text.ts';
import { answersIn, askWhich, fitsAny, stillWaiting, whoseIsIt } from './waiting.ts';

// Mother's part: one turn, in which everything that is new gets its answer.

type Part = { readonly text: string; readonly calls: readonly Call[]; readonly pace: Answer['pace'] };

const part = (text: string, calls: readonly Call[] = [], pace: Answer['pace'] = 'normal'): Part => ({
  text,
  calls,
  pace,
});

const noted = (facts: readonly Stated[]) =>
  `Noted, I will keep that in mind:\n\n${list(facts.map(({ quote }) => `“${onOneLine(quote)}”`))}`;

const paragraphs = (...all: readonly string[]) => all.filter((one) => one !== '').join('\n\n');

const onlyByButton = (waiting: readonly OpenQuestion[]) =>
  `Words alone cannot allow anything here. Please press **Yes** or **No** below what is asked:\n\n${list(
    waiting.map(({ agent, text }) => `**${agent}**: ${onOneLine(text)}`),
  )}`;

/** What an agent without a model gives is data; an order is told in words. */
const resultOf = (text: string): string => {
  const order = readOrder(text);
  return order ? inWords(order) : text;
};

const thanksFor = (agents: readonly string[]) => `Thanks, I’ve passed that on to ${agents.join(' and ')}.`;

/** What Mother does about one message of the person's. The scenes, in the order in which they are tried. */
function play(request: MotherRequest, message: Said, facts: readonly Stated[]): Part {
  const { tasks } = request;
  const waiting = request.waiting.filter((one) => !one.only_by_button);
  const forButtons = request.waiting.filter((one) => one.only_by_button);
  const { text } = message;

  const stopped = cancel(tasks, text);
  if (stopped) return part(stopped.text, stopped.calls);

  const spoken = direct(text);
  if (spoken) return part(paragraphs(spoken.says, stillWaiting(waiting)), [], spoken.pace);

  const work = delegate(request, text);
  if (work) return part(work.text, work.calls);

  const isAnswer = facts.length === 0 || fitsAny(waiting, text);
  const passed = isAnswer ? answersIn(waiting, message) : null;
  if (passed) return part(thanksFor(passed.agents), passed.calls);

  const which = isAnswer ? askWhich(waiting, message) : null;
  if (which) return part('That fits more than one question.', [which]);

  if (waiting.length === 0 && forButtons.length > 0 && facts.length === 0)
    return part(onlyByButton(forButtons));

  if (facts.length > 0) return part(paragraphs(noted(facts), stillWaiting(waiting)));

  return part(waiting.length > 0 ? whoseIsIt(waiting) : onlyScenes);
}

/** Facts are noted beside whatever else a message sets going. */
function playMessage(request: MotherRequest, message: Said): Part {
  const facts = statedIn(message);
  const played = play(request, message, facts);
  return { ...played, calls: [...facts.map(remember), ...played.calls] };
}

/** A person can ask for each way in which a model fails. "once": until they press Retry. */
function faultIn({ conversation, new: items }: MotherRequest): Fault | null {
  const messages = items.filter((item) => item.type === 'message');
  for (const { id, text } of messages) {
    const [, once, name] = /(?<!\bagent )\bfails? (once )?with (\w+)/iu.exec(text) ?? [];
    // A message that is tried again is one that she remembers already.
    if (once !== undefined && conversation.some((one) => one.id === id)) continue;
    const fault = faults.find((one) => one === name?.toLowerCase());
    if (fault !== undefined) return fault;
  }
  return null;
}

const afterTrouble = (results: readonly string[]) => `That did not work:\n\n${list(results)}`;

/** What Mother answers in one model call of a turn. */
export function playMother(request: MotherRequest): Answer {
  const fault = faultIn(request);
  if (fault !== null) return answer({ fault });
  const checked = checkQuestions(request);
  const isFirstCall = request.results.length === 0;
  const parts = isFirstCall
    ? request.new.flatMap((item): Part[] => {
        switch (item.type) {
          case 'message':
            return [playMessage(request, item)];
          case 'result':
            return [part(`${item.agent} is done.\n\n${resultOf(item.text)}`)];
          case 'question':
            return [];
          default:
            return item satisfies never;
        }
      })
    : [];
  const words = paragraphs(...parts.map(({ text }) => text));
  return answer({
    ...checked,
    text: isFirstCall || checked ? words : afterTrouble(request.results),
    calls: [...parts.flatMap(({ calls }) => calls), ...(checked?.calls ?? [])],
    pace: parts.some(({ pace }) => pace === 'story') ? 'story' : 'normal',
  });
}
