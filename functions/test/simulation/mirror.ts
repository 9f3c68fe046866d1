import type { Data, Store, StoredDocument, Write } from '../../src/store/port.ts';
import { chatOf } from '../../src/upkeep/documents.ts';

/** A document as it was and as it is after a commit; null where there is none. */
export type Change = { readonly path: string; readonly before: Data | null; readonly after: Data | null };

/** All documents, as they are stored: what is read back after each commit, and nothing that anybody said of it. */
export class Mirror {
  readonly #database: Store;
  readonly #all = new Map<string, Data>();
  readonly #byChat = new Map<string, Map<string, Data>>();

  constructor(database: Store) {
    this.#database = database;
  }

  get(path: string): Data | null {
    return this.#all.get(path) ?? null;
  }

  /** The documents of a chat, the chat's own among them, by path. */
  chat(chat: string): ReadonlyMap<string, Data> {
    return this.#byChat.get(chat) ?? new Map<string, Data>();
  }

  get chats(): readonly string[] {
    return [...this.#byChat.keys()];
  }

  entries(): Iterable<readonly [string, Data]> {
    return this.#all;
  }

  /** Reads back what a commit wrote. */
  async take(writes: readonly Write[]): Promise<Change[]> {
    const written = [...new Set(writes.map(({ path }) => path))];
    const found = await Promise.all(written.map((path) => this.#database.get(path)));
    return written.map((path, index) => {
      const before = this.get(path);
      const after = found[index]?.data ?? null;
      this.#keep(path, after);
      return { path, before, after };
    });
  }

  /** Takes documents that somebody else has read. */
  hold(documents: Iterable<Pick<StoredDocument, 'path' | 'data'>>): void {
    for (const { path, data } of documents) this.#keep(path, data);
  }

  #keep(path: string, data: Data | null): void {
    const chat = chatOf(path);
    const documents = chat === null ? null : (this.#byChat.get(chat) ?? new Map<string, Data>());
    if (chat !== null && documents) this.#byChat.set(chat, documents);
    if (data) {
      this.#all.set(path, data);
      documents?.set(path, data);
    } else {
      this.#all.delete(path);
      documents?.delete(path);
    }
  }
}
