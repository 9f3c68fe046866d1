import { type ChatRef, rateReply as contract } from 'functions/contracts';
import { call } from '../../../lib/firebase/functions.ts';

export type Rating = 'good' | 'bad' | null;

/** What the person thinks of a reply; null takes it back. */
export const rateReply = async (
  { chatId }: ChatRef,
  messageId: string,
  rating: Rating,
  comment = '',
): Promise<void> => {
  await call(contract, { chatId, messageId, rating, comment });
};
