import { type ChatRef, paths, type Task, task } from 'functions/contracts';
import {
  collection,
  doc,
  getDoc,
  limit,
  orderBy,
  type Query,
  query,
  type Timestamp,
  where,
} from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Gathering, gathering } from '../../../lib/subscription/gathering.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** As many as the newest messages can have started: each that ends has a message of its own. */
const NEWEST = 50;

const UNFINISHED: readonly Task['status'][] = ['queued', 'running', 'waiting'];

const tasksIn = (ref: ChatRef): Query => collection(db(), paths.tasks.all(ref));

/** The newest tasks of a chat. */
export const tasksOf = (ref: ChatRef): Gathering<Task> =>
  gathering(listing(query(tasksIn(ref), orderBy('createdAt', 'desc'), limit(NEWEST)), task), {
    fullAt: NEWEST,
    // All that have not ended, however old.
    rest: () => listing(query(tasksIn(ref), where('status', 'in', UNFINISHED)), task),
  });

/** The tasks that were started from one moment to before another. */
export const tasksBetween = (ref: ChatRef, from: Timestamp, to: Timestamp): Source<Listing<Task>> =>
  listing(
    query(tasksIn(ref), where('createdAt', '>=', from), where('createdAt', '<', to), orderBy('createdAt')),
    task,
  );

/** The message that a task hangs under, wherever in the chat; null where there is no such task. */
export async function messageOfTask(ref: ChatRef, taskId: string): Promise<string | null> {
  const found = await getDoc(doc(db(), paths.tasks.one(ref, taskId))).catch(() => null);
  const read = task.safeParse(found?.data());
  return read.success ? read.data.messageId : null;
}
