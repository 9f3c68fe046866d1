import { pinChat as contract } from 'functions/contracts';
import { call } from '../../../lib/firebase/functions.ts';

/** Keeps a chat at the top of the list, or no longer. */
export const pinChat = async (chatId: string, pinned: boolean): Promise<void> => {
  await call(contract, { chatId, pinned });
};
