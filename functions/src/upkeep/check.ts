import { documentId, limits, paths, tenant } from '../contracts/index.ts';
import type { Reading } from '../store/port.ts';
import type { Finding } from './finding.ts';
import { readChat, TooLarge, type StoredChat } from './read-chat.ts';
import { wrongWith } from './rules.ts';

/** What is younger may be at work: a lease has to run out, a sweep to come by, and somebody to be woken. */
export const GRACE_MS = limits.leaseMs + 2 * limits.sweepAfterMs + limits.clockSkewMs;

/** How often a chat is read again that changes while it is read. */
const READS = 4;

export type Checked =
  | {
      readonly kind: 'looked';
      readonly chat: string;
      readonly stored: StoredChat;
      readonly findings: readonly Finding[];
    }
  /** It changes while it is read, each time: somebody is at work in it. */
  | { readonly kind: 'busy'; readonly chat: string }
  | { readonly kind: 'too large'; readonly chat: string };

/** For looking: whatever is called with it cannot write. */
export const onlyReading = (store: Reading): Reading => ({
  get: (path) => store.get(path),
  query: (query) => store.query(query),
});

/**
 * What is broken in one chat. Its documents are not read at one moment, so something that looks wrong counts only where
 * nothing has changed when it is all read once more.
 */
export async function checkChat(store: Reading, chat: string, now: number): Promise<Checked> {
  try {
    let before = await readChat(store, chat);
    const slots = await slotsOf(store, before.get(chat)?.data['tenantId']);
    for (let read = 1; read < READS; read += 1) {
      const findings = brokenIn(chat, before, now, slots);
      if (findings.length === 0) return { kind: 'looked', chat, stored: before, findings };
      const again = await readChat(store, chat);
      if (isSame(before, again)) return { kind: 'looked', chat, stored: again, findings };
      before = again;
    }
    return { kind: 'busy', chat };
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'too large', chat };
    throw error;
  }
}

/** How many tasks a tenant has at work at once in a chat. */
async function slotsOf(store: Reading, tenantId: unknown): Promise<number> {
  const id = documentId.safeParse(tenantId);
  const found = id.success ? await store.get(paths.tenant(id.data)) : null;
  const settings = tenant.safeParse(found?.data);
  return settings.success ? settings.data.orchestration.limits.parallelTasks : limits.parallelTasks;
}

function brokenIn(chat: string, stored: StoredChat, now: number, slots: number): Finding[] {
  const documents = new Map([...stored].map(([path, { data }]) => [path, data]));
  return wrongWith(chat, documents, now, slots).filter(({ since }) => since <= now - GRACE_MS);
}

const isSame = (a: StoredChat, b: StoredChat) =>
  a.size === b.size && [...a].every(([path, { version }]) => b.get(path)?.version === version);
