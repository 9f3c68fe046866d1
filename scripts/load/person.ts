// One person with two tabs, as the page's Firebase SDK makes them: both listen to the same chats, either may write.
import { initializeApp } from 'firebase/app';
import {
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  initializeAuth,
  signInWithEmailAndPassword,
  type User,
} from 'firebase/auth';
import {
  collection,
  connectFirestoreEmulator,
  doc,
  getFirestore,
  onSnapshot,
  serverTimestamp,
  setDoc,
  setLogLevel,
  type Firestore,
} from 'firebase/firestore';
import { z } from 'zod';

import { personalTenantId, SCHEMA_VERSION } from '../../functions/src/contracts/index.ts';
import { functionsUrl, HOST, TEST_WORLD as world } from '../local/world.ts';

const message = z.looseObject({
  role: z.enum(['user', 'assistant']),
  kind: z.string().optional(),
  status: z.string(),
  content: z.string(),
  inReplyTo: z.array(z.string()).default([]),
  questionId: z.string().nullable().optional(),
});
export type Message = z.output<typeof message> & { readonly id: string };

type Tab = { readonly db: Firestore; readonly user: User };

async function openTab(name: string, email: string, isNew: boolean): Promise<Tab> {
  const app = initializeApp({ projectId: world.projectId, apiKey: 'emulator' }, name);
  const auth = initializeAuth(app);
  connectAuthEmulator(auth, `http://${HOST}:${world.ports.auth}`, { disableWarnings: true });
  const signIn = isNew ? createUserWithEmailAndPassword : signInWithEmailAndPassword;
  const { user } = await signIn(auth, email, 'load-test-password');
  const db = getFirestore(app);
  connectFirestoreEmulator(db, HOST, world.ports.firestore);
  return { db, user };
}

// The emulators go before the tabs do, which say so at length.
setLogLevel('silent');

const ID = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const newId = () => Array.from({ length: 20 }, () => ID[Math.floor(Math.random() * ID.length)]).join('');

/** A chat as a tab sees it, and what its person does with it. */
export class Chat {
  readonly path: string;
  /** By tab. */
  readonly seen: readonly Map<string, Message>[];
  /** When each of the person's messages was written, in milliseconds. */
  readonly sentAt = new Map<string, number>();
  readonly #tabs: readonly Tab[];
  readonly #waiting = new Set<() => void>();

  private constructor(tabs: readonly Tab[], path: string) {
    this.#tabs = tabs;
    this.path = path;
    this.seen = tabs.map(({ db }) => {
      const seen = new Map<string, Message>();
      onSnapshot(collection(db, `${path}/messages`), (snapshot) => {
        for (const change of snapshot.docChanges())
          seen.set(change.doc.id, { ...message.parse(change.doc.data()), id: change.doc.id });
        for (const look of this.#waiting) look();
      });
      return seen;
    });
  }

  static async open(tabs: readonly Tab[], tenantId: string, title: string): Promise<Chat> {
    const [tab] = tabs;
    if (!tab) throw new Error('A person has no tab');
    const path = `users/${tab.user.uid}/orch-chats/${newId()}`;
    await setDoc(doc(tab.db, path), {
      schemaVersion: SCHEMA_VERSION,
      title,
      tenantId,
      access: 'open',
      createdAt: serverTimestamp(),
      lastMessageAt: serverTimestamp(),
    });
    return new Chat(tabs, path);
  }

  /** Writes from one of the tabs; gives the message's id. */
  async say(content: string, replyTo?: string): Promise<string> {
    const tab = this.#tabs[Math.floor(Math.random() * this.#tabs.length)];
    if (!tab) throw new Error('A person has no tab');
    const id = newId();
    this.sentAt.set(id, Date.now());
    await setDoc(doc(tab.db, `${this.path}/messages/${id}`), {
      schemaVersion: SCHEMA_VERSION,
      role: 'user',
      content,
      status: 'sent',
      createdAt: serverTimestamp(),
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    return id;
  }

  /** Settles with what `find` finds in the first tab, as soon as it does; null after the time. */
  until<T>(find: (messages: readonly Message[]) => T | undefined, withinMs: number): Promise<T | null> {
    const [seen] = this.seen;
    return new Promise((resolve) => {
      const end = (found: T | null) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const look = () => {
        const found = find([...(seen?.values() ?? [])]);
        if (found !== undefined) end(found);
      };
      const timer = setTimeout(() => end(null), withinMs);
      this.#waiting.add(look);
      look();
    });
  }
}

/** Where somebody's chats are: makes it, if need be, and gives the tenant's id. */
type Tenancy = (person: User) => Promise<string>;

export const ownTenant: Tenancy = async (person) => {
  const response = await fetch(`${functionsUrl(world)}/createPersonalTenant`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await person.getIdToken()}` },
    body: JSON.stringify({ data: {} }),
  });
  if (!response.ok)
    throw new Error(`No tenant for ${person.uid}: ${response.status} ${await response.text()}`);
  return personalTenantId(person.uid);
};

/** A new person with two tabs, and so many chats of a tenant. */
export async function arrive(n: number, chats: number, tenancy: Tenancy): Promise<readonly Chat[]> {
  const email = `load-${n}@example.com`;
  const first = await openTab(`load-${n}-a`, email, true);
  const second = await openTab(`load-${n}-b`, email, false);
  const tenantId = await tenancy(first.user);
  return Promise.all(
    Array.from({ length: chats }, (_, nth) =>
      Chat.open([first, second], tenantId, `Chat ${nth} of person ${n}`),
    ),
  );
}
