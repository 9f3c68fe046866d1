import { renameChat as contract, type Chat } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { update } from '../store/documents.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const renameChat = callable(contract, async ({ uid }, input) => {
  const { path } = await ownChat(theStore(), { uid, chatId: input.chatId });
  await theStore().commit([update<Chat>(path, { title: input.title })]);
  return {};
});
