import { type ChatRef, paths, question, task } from 'functions/contracts';
import { collection, getDocs, limit, orderBy, query } from 'firebase/firestore';
import type { z } from 'zod';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Parsed, parsedOf, readEntry } from '../../../lib/subscription/entry.ts';
import { type News, newsOf } from './news.ts';

/** More than can come about between two looks. */
const NEWEST = 20;

async function newest<T>(path: string, schema: z.ZodType<T>): Promise<Parsed<T>[]> {
  const found = await getDocs(query(collection(db(), path), orderBy('createdAt', 'desc'), limit(NEWEST)));
  return parsedOf(
    found.docs.map((doc) =>
      readEntry(schema, { id: doc.id, path: doc.ref.path, data: doc.data(), pending: false }),
    ),
  );
}

/** What there is to tell of a chat right now, whether or not it is open. */
export async function readNews(ref: ChatRef): Promise<News[]> {
  const [questions, tasks] = await Promise.all([
    newest(paths.questions.all(ref), question),
    newest(paths.tasks.all(ref), task),
  ]);
  return newsOf(questions, tasks);
}
