import { getApps, initializeApp } from 'firebase-admin/app';
import { getFirestore, type Firestore } from 'firebase-admin/firestore';
import { firestoreStore } from '../../src/store/firestore.ts';
import { unsound } from './at-rest.ts';
import { Mirror } from './mirror.ts';

/** What is wrong with chats that are stored on the emulator; `sent` are the ids of the messages that were written in one. */
export async function wrongWith(
  chats: readonly { readonly path: string; readonly sent: readonly string[] }[],
): Promise<string[]> {
  const [app = initializeApp()] = getApps();
  const db = getFirestore(app);
  const mirror = new Mirror(firestoreStore(db));
  const wrong: string[] = [];
  for (const { path, sent } of chats) {
    const paths = await below(db, path);
    await mirror.take(paths.map((one) => ({ op: 'delete', path: one })));
    // A wake whose event went down with its process is taken by nobody; the sweeper makes others.
    const wakes = new Set(paths.filter((one) => one.includes('/wakes/')));
    wrong.push(...unsound(path, mirror, wakes, Date.now()).map((one) => `${path}: ${one}`));
    const replied = paths.flatMap((one) => {
      const { kind, inReplyTo } = mirror.get(one) ?? {};
      return kind === 'text' && Array.isArray(inReplyTo) ? inReplyTo.map(String) : [];
    });
    for (const id of sent) {
      if (!mirror.get(`${path}/messages/${id}`)) wrong.push(`${path}: ${id} is lost`);
      if (replied.filter((one) => one === id).length > 1) wrong.push(`${path}: ${id} was replied to twice`);
    }
  }
  return wrong;
}

/** All documents of a chat, the chat's own first. */
async function below(db: Firestore, path: string): Promise<string[]> {
  const found = [path];
  for (const collection of await db.doc(path).listCollections()) {
    for (const one of await collection.listDocuments()) found.push(...(await below(db, one.path)));
  }
  return found;
}
