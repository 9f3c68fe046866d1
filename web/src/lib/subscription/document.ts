import {
  type DocumentReference,
  type DocumentSnapshot,
  documentId,
  type FirestoreError,
  onSnapshot,
  query,
  where,
} from 'firebase/firestore';
import type { z } from 'zod';
import { type Entry, readEntry } from './entry.ts';
import { LOADING } from './listing.ts';
import { type Source, shared } from './source.ts';

export type Single<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly code: FirestoreError['code'] }
  | { readonly status: 'missing' }
  | { readonly status: 'ready'; readonly entry: Entry<T> };

type Set<T> = (next: Single<T>) => void;

const LISTEN = { includeMetadataChanges: true };

const ready = <T>(schema: z.ZodType<T>, snapshot: DocumentSnapshot): Single<T> => ({
  status: 'ready',
  entry: readEntry(schema, {
    id: snapshot.id,
    path: snapshot.ref.path,
    data: snapshot.data({ serverTimestamps: 'estimate' }),
    pending: snapshot.metadata.hasPendingWrites,
  }),
});

const failing =
  <T>(set: Set<T>) =>
  (error: FirestoreError): void => {
    console.warn(`listening failed: ${error.code}`, error.message);
    set({ status: 'failed', code: error.code });
  };

/** A live document, parsed with its schema. It is missing once the server has said so, also while that is away. */
export function document<T>(ref: DocumentReference, schema: z.ZodType<T>): Source<Single<T>> {
  return shared<Single<T>>(LOADING, (set) => {
    let isMissing = false;
    return onSnapshot(
      ref,
      LISTEN,
      (snapshot) => {
        isMissing = !snapshot.exists() && (isMissing || !snapshot.metadata.fromCache);
        if (snapshot.exists()) set(ready(schema, snapshot));
        else set(isMissing ? { status: 'missing' } : LOADING);
      },
      failing(set),
    );
  });
}

/**
 * The same for a document that this page itself may be creating; whoever reads it must be allowed to list its
 * collection. It is asked for by a query. For a single document that is not there yet, the SDK notes that there is none
 * as of the time up to which the server has told it everything; the Firestore emulator gives that time too early when a
 * query is joined in the moment of the creation, and what it then says of the document is taken for older than the note.
 */
export function createdHere<T>(ref: DocumentReference, schema: z.ZodType<T>): Source<Single<T>> {
  return shared<Single<T>>(LOADING, (set) =>
    onSnapshot(
      query(ref.parent, where(documentId(), '==', ref.id)),
      LISTEN,
      ({ docs: [found], metadata }) => {
        if (found) set(ready(schema, found));
        else set(metadata.fromCache ? LOADING : { status: 'missing' });
      },
      failing(set),
    ),
  );
}
