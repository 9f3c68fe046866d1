import { getApps, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { firestoreStore } from '../../src/store/firestore.ts';
import { readChat } from '../../src/upkeep/read-chat.ts';
import { unsound } from './at-rest.ts';
import { Mirror } from './mirror.ts';

/** What is wrong with chats that are stored on the emulator; `sent` are the ids of the messages that were written in one. */
export async function wrongWith(
  chats: readonly { readonly path: string; readonly sent: readonly string[] }[],
): Promise<string[]> {
  const [app = initializeApp()] = getApps();
  const store = firestoreStore(getFirestore(app));
  const wrong: string[] = [];
  for (const { path, sent } of chats) {
    const documents = await readChat(store, path);
    const mirror = new Mirror(store);
    mirror.hold(documents.values());
    // A wake whose event went down with its process is taken by nobody; the sweeper makes others.
    const wakes = new Set([...documents.keys()].filter((one) => one.includes('/wakes/')));
    wrong.push(...unsound(path, mirror, wakes, Date.now()).map((one) => `${path}: ${one}`));
    const replied = [...documents.values()].flatMap(({ data: { kind, inReplyTo } }) =>
      kind === 'text' && Array.isArray(inReplyTo) ? inReplyTo.map(String) : [],
    );
    for (const id of sent) {
      if (!documents.has(`${path}/messages/${id}`)) wrong.push(`${path}: ${id} is lost`);
      if (replied.filter((one) => one === id).length > 1) wrong.push(`${path}: ${id} was replied to twice`);
    }
  }
  return wrong;
}
