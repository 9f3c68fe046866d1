import { AppError, restoreChat as contract, type Chat } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { update } from '../store/documents.ts';
import { PreconditionFailed } from '../store/port.ts';
import { memberOf, unchanged } from '../tenants/membership.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const restoreChat = callable(contract, async ({ uid }, input) => {
  const { path, value, version } = await ownChat(theStore(), { uid, chatId: input.chatId });
  if (value.access === 'open') return {};
  if (value.access !== 'deleting' || value.deleteAt === null || value.deleteAt <= Date.now()) {
    throw new AppError('chat_closed', `${path} is past being brought back`);
  }
  // Who is no member any more gets it back to read: what was closed meanwhile is not opened by that.
  const member = await memberOf(theStore(), value.tenantId, uid);
  const access = member ? 'open' : 'closed';
  const guards = member ? [unchanged(member)] : [];
  try {
    await theStore().commit([...guards, update<Chat>(path, { access, deleteAt: null }, version)]);
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
    throw new AppError('conflict', `${path} has moved`, { cause: error });
  }
  return {};
});
