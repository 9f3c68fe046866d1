import type { Message } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import type { Attention } from './receipt.ts';

/** Whether something of the person's is stored, and Mother is not at work on anything that it could be waiting for. */
export const isUntaken = (messages: readonly Parsed<Message>[], { replyingIn, taken }: Attention): boolean =>
  replyingIn === null &&
  messages.some(
    ({ id, data, pending }) => data.role === 'user' && data.status === 'sent' && !pending && !taken.has(id),
  );
