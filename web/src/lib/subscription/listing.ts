import {
  type FirestoreError,
  onSnapshot,
  type Query,
  type QueryDocumentSnapshot,
  type QuerySnapshot,
} from 'firebase/firestore';
import type { z } from 'zod';
import { type Entry, readEntry } from './entry.ts';
import { type Source, shared } from './source.ts';

/** A query as it is now. `live`: the server has confirmed it; otherwise it is what this page knows so far. */
export type Listing<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly code: FirestoreError['code'] }
  | { readonly status: 'ready'; readonly entries: readonly Entry<T>[]; readonly live: boolean };

export const LOADING = { status: 'loading' } as const;

export const entriesOf = <T>(listing: Listing<T>): readonly Entry<T>[] =>
  listing.status === 'ready' ? listing.entries : [];

const read = <T>(schema: z.ZodType<T>, doc: QueryDocumentSnapshot): Entry<T> =>
  readEntry(schema, {
    id: doc.id,
    path: doc.ref.path,
    data: doc.data({ serverTimestamps: 'estimate' }),
    pending: doc.metadata.hasPendingWrites,
  });

/** What a snapshot holds, and what was in the one before it and is no more. */
type Read<T> = { readonly entries: Entry<T>[]; readonly left: Entry<T>[] };

/** Parses only what changed, so that an unchanged document stays the same object and its row does not render again. */
export function reader<T>(schema: z.ZodType<T>): (snapshot: QuerySnapshot) => Read<T> {
  const known = new Map<string, Entry<T>>();
  return (snapshot) => {
    const left: Entry<T>[] = [];
    for (const change of snapshot.docChanges({ includeMetadataChanges: true })) {
      if (change.type === 'removed') {
        left.push(known.get(change.doc.id) ?? read(schema, change.doc));
        known.delete(change.doc.id);
      } else {
        known.set(change.doc.id, read(schema, change.doc));
      }
    }
    return { entries: snapshot.docs.flatMap((doc) => known.get(doc.id) ?? []), left };
  };
}

/** A live query, each document parsed with its schema. */
export function listing<T>(query: Query, schema: z.ZodType<T>): Source<Listing<T>> {
  return shared<Listing<T>>(LOADING, (set) => {
    const entriesIn = reader(schema);
    return onSnapshot(
      query,
      { includeMetadataChanges: true },
      (snapshot) =>
        set({
          status: 'ready',
          entries: entriesIn(snapshot).entries,
          live: !snapshot.metadata.fromCache,
        }),
      (error) => {
        console.warn(`listening failed: ${error.code}`, error.message);
        set({ status: 'failed', code: error.code });
      },
    );
  });
}
