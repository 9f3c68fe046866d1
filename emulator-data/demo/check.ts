import { answer, call, type Answer, type Call } from './answer.ts';
import { numberIn, rateIn } from './amounts.ts';
import { kindOf, readersIn, type Kind } from './questions.ts';
import type { MotherRequest, Said } from './request.ts';
import { quotable, sentencesOf } from './text.ts';
import { zoneIn } from './zones.ts';

// Mother's check: does what the person said answer the question of an agent?

type Found = { readonly messageId: string; readonly quote: string; readonly answer: string };

const whereTheyAre =
  /\b(?:team|they|colleagues?|office|clients?|customers?|partners?)\b.*\b(?:is|are|sits?|lives?|works?|based)\b/iu;
const whoReads = /\b(?:audience|readers)\b.*\b(?:is|are)\b/iu;

/** What a sentence says of the kind that is asked for, in its own words. */
function statedIn(sentence: string, kind: Kind): string | null {
  switch (kind) {
    case 'rate':
      return rateIn(sentence)?.words ?? null;
    case 'zone':
      return whereTheyAre.test(sentence) ? (zoneIn(sentence)?.words ?? null) : null;
    case 'audience':
      return whoReads.test(sentence) ? readersIn(sentence) : null;
    // How long, how many and when differ from task to task: what was said of another one answers nothing.
    case 'hours':
    case 'people':
    case 'day':
    case 'order':
    case 'other':
      return null;
    default:
      return kind satisfies never;
  }
}

function foundIn({ id, text }: Said, kind: Kind): Found[] {
  // An excerpt that was cut ends in an ellipsis, which stands in no message.
  const sentences = sentencesOf(text.replace(/…$/u, '')).map(quotable);
  return sentences.flatMap((quote) => {
    const stated = statedIn(quote, kind);
    return stated === null ? [] : [{ messageId: id, quote, answer: stated }];
  });
}

/** All that the person said, the oldest first. */
const saidBy = ({ facts, conversation, new: items }: MotherRequest): Said[] => [
  ...facts.map(({ message_id: id, quote }) => ({ id, text: quote })),
  ...conversation.filter(({ from }) => from === 'person'),
  ...items.filter((item) => item.type === 'message'),
];

const ordered = (request: MotherRequest, wish: RegExp, messageId?: string): boolean =>
  saidBy(request).some(({ id, text }) => (messageId === undefined || id === messageId) && wish.test(text));

/** Stage directions of the person's, for what a model does wrong. */
const misquoted = /\bmisquote me\b/iu;
const rounded = /\bround it up\b/iu;
const slowly = /\btake your time\b/iu;

/** "80 euros" becomes "100 euros". */
const nextHundred = (text: string) =>
  text.replace(/\d[\d.,]*/u, (digits) => String((Math.floor((numberIn(digits) ?? 0) / 100) + 1) * 100));

/** One question of an agent: answered with a quote if the person has said it, relayed if not. */
function checked(request: MotherRequest, subAgentId: string, question: string): Call {
  const found = saidBy(request)
    .flatMap((said) => foundIn(said, kindOf(question)))
    .at(-1);
  if (!found) return call('ask_user', { sub_agent_id: subAgentId });
  const { messageId, quote, answer } = found;
  return call('reply_to_agent', {
    sub_agent_id: subAgentId,
    answer: ordered(request, rounded, messageId) ? nextHundred(answer) : answer,
    confidence: 0.95,
    evidence: [
      {
        message_id: messageId,
        quote: ordered(request, misquoted, messageId) ? quote.replace(answer, `about ${answer}`) : quote,
      },
    ],
  });
}

/** What Mother does about the questions that agents ask now. */
export function checkQuestions(request: MotherRequest): Answer | null {
  const asked = request.new.filter((item) => item.type === 'question');
  if (asked.length === 0) return null;
  const relayed = (subAgentId: string) => call('ask_user', { sub_agent_id: subAgentId });
  return answer({
    // After a call that was of no use, the person decides.
    calls: asked.map(({ sub_agent_id: id, text }) =>
      request.results.length > 0 ? relayed(id) : checked(request, id, text),
    ),
    before: ordered(request, slowly) ? 'slow check' : 'check',
  });
}

export const isStageDirection = (text: string): boolean =>
  [misquoted, rounded, slowly].some((wish) => wish.test(text));
