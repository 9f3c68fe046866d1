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

/** Parses only what changed, so that an unchanged document stays the same object and its row does not render again. */
function update<T>(known: Map<string, Entry<T>>, schema: z.ZodType<T>, snapshot: QuerySnapshot): Entry<T>[] {
  for (const change of snapshot.docChanges({ includeMetadataChanges: true })) {
    if (change.type === 'removed') known.delete(change.doc.id);
    else known.set(change.doc.id, read(schema, change.doc));
  }
  return snapshot.docs.flatMap((doc) => known.get(doc.id) ?? []);
}

/** A live query, each document parsed with its schema. */
export function listing<T>(query: Query, schema: z.ZodType<T>): Source<Listing<T>> {
  return shared<Listing<T>>(LOADING, (set) => {
    const known = new Map<string, Entry<T>>();
    return onSnapshot(
      query,
      { includeMetadataChanges: true },
      (snapshot) =>
        set({
          status: 'ready',
          entries: update(known, schema, snapshot),
          live: !snapshot.metadata.fromCache,
        }),
      (error) => {
        console.warn(`listening failed: ${error.code}`, error.message);
        set({ status: 'failed', code: error.code });
      },
    );
  });
}
