import { type ChatRef, paths, type Question, question } from 'functions/contracts';
import { collection, limit, orderBy, query } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const SHOWN = 100;

/** The newest questions of a chat, whatever became of them. */
export const questionsOf = (ref: ChatRef): Source<Listing<Question>> =>
  listing(
    query(collection(db(), paths.questions.all(ref)), orderBy('createdAt', 'desc'), limit(SHOWN)),
    question,
  );
