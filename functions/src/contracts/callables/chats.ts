import { z } from 'zod';
import { documentId } from '../base.ts';
import { limits } from '../limits.ts';
import { nothing, type CallableContract } from './contract.ts';

/** Gives one of the person's chats another title. */
export const renameChat = {
  name: 'renameChat',
  input: z.strictObject({ chatId: documentId, title: z.string().trim().min(1).max(limits.titleLength) }),
  output: nothing,
} as const satisfies CallableContract;

/** Keeps a chat at the top of the list, or no longer. */
export const pinChat = {
  name: 'pinChat',
  input: z.strictObject({ chatId: documentId, pinned: z.boolean() }),
  output: nothing,
} as const satisfies CallableContract;

/** Deletes a chat: it takes no more messages at once, and is removed after `limits.undoMs`. */
export const deleteChat = {
  name: 'deleteChat',
  input: z.strictObject({ chatId: documentId }),
  output: nothing,
} as const satisfies CallableContract;

/** Brings a chat back whose removal has not begun. */
export const restoreChat = {
  name: 'restoreChat',
  input: z.strictObject({ chatId: documentId }),
  output: nothing,
} as const satisfies CallableContract;

/** Says what the person thinks of a reply; `null` takes it back. Kept with the run that made it. */
export const rateReply = {
  name: 'rateReply',
  input: z.strictObject({
    chatId: documentId,
    messageId: documentId,
    rating: z.enum(['good', 'bad']).nullable(),
    comment: z.string().max(limits.feedbackLength).default(''),
  }),
  output: nothing,
} as const satisfies CallableContract;
