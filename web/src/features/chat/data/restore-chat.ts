import { restoreChat as contract } from 'functions/contracts';
import { call } from '../../../lib/firebase/functions.ts';

/** Brings a deleted chat back, unless its removal has begun. */
export const restoreChat = async (chatId: string): Promise<void> => {
  await call(contract, { chatId });
};
