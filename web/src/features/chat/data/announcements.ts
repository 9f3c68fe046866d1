import type { AssistantMessage, Message, Question, UserMessage } from 'functions/contracts';
import { wantsOf } from '../../../lib/asked.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** What is worth saying aloud, by keys that are each said once. */
export type Heard = ReadonlyMap<string, string>;

/** Of Mother's replies, and of what became of a stop, a correction, a yes or no. Quiet lines and questions' cards say nothing by themselves. */
export function heardOfMessages(messages: readonly Parsed<Message>[]): Heard {
  const heard = new Map<string, string>();
  for (const { id, data } of messages) {
    if (data.role === 'user') {
      const words = outcomeOf(data);
      if (words !== null) heard.set(`${id} done`, words);
    } else if (data.kind === 'text' || data.kind === 'result') {
      if (data.status === 'streaming') heard.set(`${id} replying`, 'Replying');
      else heard.set(`${id} done`, endOf(data));
    }
  }
  return heard;
}

function endOf({ status, error }: AssistantMessage): string {
  if (status === 'failed') return 'The reply failed';
  return status === 'stopped' && error === null ? 'Reply stopped' : 'Reply complete';
}

/** That a turn was stopped is said by the turn's own message. */
function outcomeOf({ stop, correct, consent, status, refusal }: UserMessage): string | null {
  if (!(stop || correct || consent) || status === 'sent') return null;
  if (status === 'refused') return refusal?.message ?? 'That was not accepted';
  if (consent) return consent.decision === 'yes' ? 'Allowed' : 'Not allowed';
  if (!stop) return 'Answer corrected';
  return stop.kind === 'turn' ? null : 'Stopped';
}

/** Of questions: only those that Mother relayed ask anything of the person, and of those that ask the same the first. */
export const heardOfQuestions = (questions: readonly Parsed<Question>[]): Heard =>
  new Map(
    questions.flatMap(({ id, data }) =>
      data.status === 'relayed' && data.sameAs === null ? [[`${id} needs`, wantsOf(data)] as const] : [],
    ),
  );

/** The words to say now. Without a `before`, the page has just been opened: nothing of what is there is news. */
export function announcements(before: Heard | null, after: Heard): string[] {
  if (before === null) return [];
  const fresh = [...after].filter(([key]) => !before.has(key)).map(([, words]) => words);
  return [...new Set(fresh)];
}
