import type { Message } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** The questions that an answer is on its way to: sent by the person, not yet taken up. */
export const pendingAnswers = (messages: readonly Parsed<Message>[]): ReadonlySet<string> =>
  new Set(
    messages.flatMap(({ data }) =>
      data.role === 'user' && data.status === 'sent' && data.replyTo !== undefined ? [data.replyTo] : [],
    ),
  );

/** What the person has already asked another try of, and was not refused. */
export const retriedIds = (messages: readonly Parsed<Message>[]): ReadonlySet<string> =>
  new Set(
    messages.flatMap(({ data }) =>
      data.role === 'user' && data.status !== 'refused' && data.retry !== undefined ? [data.retry.id] : [],
    ),
  );
