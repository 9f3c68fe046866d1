import { pinChat as contract, type Chat } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { update } from '../store/documents.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const pinChat = callable(contract, async ({ uid }, input) => {
  const { path } = await ownChat(theStore(), { uid, chatId: input.chatId });
  await theStore().commit([update<Chat>(path, { pinned: input.pinned })]);
  return {};
});
