import { AppError, restoreChat as contract, type Chat } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { update } from '../store/documents.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const restoreChat = callable(contract, async ({ uid }, input) => {
  const { path, value, version } = await ownChat(theStore(), { uid, chatId: input.chatId });
  if (value.access === 'open') return {};
  if (value.access !== 'deleting' || value.deleteAt === null || value.deleteAt <= Date.now()) {
    throw new AppError('chat_closed', `${path} is past being brought back`);
  }
  await theStore().commit([update<Chat>(path, { access: 'open', deleteAt: null }, version)]);
  return {};
});
