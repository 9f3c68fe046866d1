import { AppError, restoreChat as contract, type Chat } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { update } from '../store/documents.ts';
import { memberOf, settle, unchanged } from '../tenants/membership.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const restoreChat = callable(contract, ({ uid }, input) =>
  settle(theStore(), async () => {
    const { path, value, version } = await ownChat(theStore(), { uid, chatId: input.chatId });
    if (value.access === 'open') return { writes: [], result: {} };
    if (value.access !== 'deleting' || value.deleteAt === null || value.deleteAt <= Date.now()) {
      throw new AppError('chat_closed', `${path} is past being brought back`);
    }
    // Who is no member any more gets it back to read: what was closed meanwhile is not opened by that.
    const member = await memberOf(theStore(), value.tenantId, uid);
    const access = member ? 'open' : 'closed';
    const back = update<Chat>(path, { access, deleteAt: null }, version);
    return { writes: member ? [unchanged(member), back] : [back], result: {} };
  }),
);
