import { deleteChat as contract, limits, type Chat } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { update } from '../store/documents.ts';
import { settle } from '../tenants/membership.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const deleteChat = callable(contract, ({ uid }, input) =>
  // Whoever works in the chat writes it too: then it is looked at again.
  settle(theStore(), async () => {
    const { path, value, version } = await ownChat(theStore(), { uid, chatId: input.chatId });
    const { access } = value;
    // Twice is the same as once: the time for bringing it back does not begin anew.
    if (access === 'deleting') return { writes: [], result: {} };
    const deleteAt = Date.now() + limits.undoMs;
    const change = { access: 'deleting', deleteAt, wasClosed: access === 'closed' } as const;
    return { writes: [update<Chat>(path, change, version)], result: {} };
  }),
);
