import { AppError, chat, paths, type Chat, type ChatRef } from '../contracts/index.ts';
import { read, type Read } from '../store/documents.ts';
import type { Store } from '../store/port.ts';

/** One of the caller's own chats. @throws AppError `not_found` */
export async function ownChat(store: Store, ref: ChatRef): Promise<Read<Chat>> {
  const found = await read(store, paths.chat(ref), chat);
  if (!found) throw new AppError('not_found', `${paths.chat(ref)} does not exist`);
  return found;
}
