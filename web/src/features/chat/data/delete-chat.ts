import { deleteChat as contract } from 'functions/contracts';
import { call } from '../../../lib/firebase/functions.ts';

/** It is removed after `limits.undoMs`; until then `restoreChat` brings it back. */
export const deleteChat = async (chatId: string): Promise<void> => {
  await call(contract, { chatId });
};
