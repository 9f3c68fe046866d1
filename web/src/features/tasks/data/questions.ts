import { type ChatRef, paths, type Question, question } from 'functions/contracts';
import { collection, documentId, limit, orderBy, type Query, query, where } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Gathering, gathering } from '../../../lib/subscription/gathering.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const NEWEST = 50;

/** So many ids one query takes (https://firebase.google.com/docs/firestore/query-data/queries, "in"). */
export const IDS_AT_ONCE = 30;

const WAITING: readonly Question['status'][] = ['open', 'relayed'];

const questionsIn = (ref: ChatRef): Query => collection(db(), paths.questions.all(ref));

/** The newest questions of a chat, whatever became of them. */
export const questionsOf = (ref: ChatRef): Gathering<Question> =>
  gathering(listing(query(questionsIn(ref), orderBy('createdAt', 'desc'), limit(NEWEST)), question), {
    fullAt: NEWEST,
    // All that wait, however old.
    rest: () => listing(query(questionsIn(ref), where('status', 'in', WAITING)), question),
  });

/** The questions of these ids, `IDS_AT_ONCE` at most. */
export const questionsById = (ref: ChatRef, ids: readonly string[]): Source<Listing<Question>> =>
  listing(query(questionsIn(ref), where(documentId(), 'in', ids)), question);
