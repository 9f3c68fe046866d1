import { type DocumentReference, type FirestoreError, onSnapshot } from 'firebase/firestore';
import type { z } from 'zod';
import { type Entry, readEntry } from './entry.ts';
import { LOADING } from './listing.ts';
import { type Source, shared } from './source.ts';

export type Single<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly code: FirestoreError['code'] }
  | { readonly status: 'missing' }
  | { readonly status: 'ready'; readonly entry: Entry<T> };

/** A live document, parsed with its schema. It is missing only when the server says so. */
export function document<T>(ref: DocumentReference, schema: z.ZodType<T>): Source<Single<T>> {
  return shared<Single<T>>(LOADING, (set) =>
    onSnapshot(
      ref,
      { includeMetadataChanges: true },
      (snapshot) => {
        if (snapshot.exists()) {
          const data = snapshot.data({ serverTimestamps: 'estimate' });
          const pending = snapshot.metadata.hasPendingWrites;
          set({ status: 'ready', entry: readEntry(schema, { id: ref.id, path: ref.path, data, pending }) });
        } else {
          set(snapshot.metadata.fromCache ? LOADING : { status: 'missing' });
        }
      },
      (error) => {
        console.warn(`listening failed: ${error.code}`, error.message);
        set({ status: 'failed', code: error.code });
      },
    ),
  );
}
