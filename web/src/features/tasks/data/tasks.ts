import { type ChatRef, paths, type Task, task } from 'functions/contracts';
import { collection, limit, orderBy, query } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const SHOWN = 100;

/** The newest tasks of a chat. */
export const tasksOf = (ref: ChatRef): Source<Listing<Task>> =>
  listing(query(collection(db(), paths.tasks.all(ref)), orderBy('createdAt', 'desc'), limit(SHOWN)), task);
