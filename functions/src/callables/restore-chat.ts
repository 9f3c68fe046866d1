import {
  AppError,
  MOTHER,
  SCHEMA_VERSION,
  paths,
  restoreChat as contract,
  type Chat,
  type ChatRef,
  type Wake,
} from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { set, update } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
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
    // Who is no member any more gets it back to read: what was closed before or meanwhile is not opened by that.
    const member = await memberOf(theStore(), value.tenantId, uid);
    const access = member && !value.wasClosed ? 'open' : 'closed';
    const back = update<Chat>(path, { access, deleteAt: null }, version);
    const wakes = await wakesIn({ uid, chatId: input.chatId });
    return { writes: [...(member ? [unchanged(member)] : []), back, ...wakes], result: {} };
  }),
);

/** What arrived meanwhile waits for Mother, and agents rest that were about to begin or go on. */
async function wakesIn(chat: ChatRef): Promise<Write[]> {
  const agents = await theStore().query(queries.activeAgents(chat));
  return [MOTHER, ...agents.map(({ id }) => id)].map((actorId) =>
    set<Wake>(`${paths.wakes.all(chat)}/${actorId}-restored`, {
      schemaVersion: SCHEMA_VERSION,
      actorId,
      createdAt: SERVER_TIME,
    }),
  );
}
