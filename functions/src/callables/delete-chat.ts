import { deleteChat as contract, limits, type Chat } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { update } from '../store/documents.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const deleteChat = callable(contract, async ({ uid }, input) => {
  const { path, value, version } = await ownChat(theStore(), { uid, chatId: input.chatId });
  // Twice is the same as once: the time for bringing it back does not begin anew.
  if (value.access === 'deleting') return {};
  const deleteAt = Date.now() + limits.undoMs;
  await theStore().commit([update<Chat>(path, { access: 'deleting', deleteAt }, version)]);
  return {};
});
