import { renameChat as contract } from 'functions/contracts';
import { call } from '../../../lib/firebase/functions.ts';

export const renameChat = async (chatId: string, title: string): Promise<void> => {
  await call(contract, { chatId, title });
};
