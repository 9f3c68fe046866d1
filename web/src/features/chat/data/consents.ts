import {
  type ChatRef,
  paths,
  type Question,
  type SubAgentMessage,
  subAgentMessage,
} from 'functions/contracts';
import { collection, limit, query, where } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** What came back of the call that was allowed, as it stands in the agent's transcript. */
export const resultOf = (
  chat: ChatRef,
  subAgentId: string,
  callId: string,
): Source<Listing<SubAgentMessage>> =>
  listing(
    query(collection(db(), paths.transcript(chat, subAgentId)), where('toolCallId', '==', callId), limit(2)),
    subAgentMessage,
  );

export type CallOutcome = 'done' | 'failed' | 'unknown';

/** How the engine tells an agent that the answer to a call was lost. */
const LOST = 'It is not known whether this took effect';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A tool that worked gives JSON; whatever else comes back are words about why it did not. */
export function outcomeOfCall(content: string): CallOutcome {
  if (content.startsWith(LOST)) return 'unknown';
  return isJson(content) ? 'done' : 'failed';
}

/** Money with its currency, as tools write it: "49.00 EUR". */
const MONEY = /\d[.,]\d{2}\s[A-Z]{3}\b/u;

/** Whether a yes may cost something that cannot be had back. */
export const costsMoney = ({ summary, details }: NonNullable<Question['consent']>): boolean =>
  [summary, ...details.map(({ value }) => value)].some((text) => MONEY.test(text));

/** What the card of a call says once nobody has to decide on it any more. */
export function decisionText(
  { status, answer, answeredBy, name }: Pick<Question, 'status' | 'answer' | 'answeredBy' | 'name'>,
  outcome: CallOutcome | null,
): string {
  if (status === 'answered' && answer === 'yes') return `You allowed it. ${outcomeText(outcome)}`;
  if (status === 'answered')
    return `${answeredBy === 'user' ? 'You did not allow it' : 'It was not allowed'}: nothing was done.`;
  if (status === 'superseded') return `Nothing was done. ${name} asked again, below.`;
  if (status === 'withdrawn') return 'It is no longer needed: nothing was done.';
  return status === 'expired' ? 'Nobody decided in time: nothing was done.' : 'It waits for you.';
}

function outcomeText(outcome: CallOutcome | null): string {
  switch (outcome) {
    case 'done':
      return 'It was done.';
    case 'failed':
      return 'It did not work.';
    case 'unknown':
      return 'Whether it took effect is not known: check it there before you try again.';
    case null:
      return 'It is being done.';
    default:
      return outcome satisfies never;
  }
}
