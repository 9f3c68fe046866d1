import { getDocsFromServer, limit, orderBy, query, type Query, startAfter } from 'firebase/firestore';
import type { z } from 'zod';
import { type Parsed, parsedOf, readEntry } from './entry.ts';

const PAGE = 500;

/** Everything in a collection that has a `createdAt`, the oldest first, read page by page; throws where there is no server. */
export const readAll = <T>(collection: Query, schema: z.ZodType<T>): Promise<Parsed<T>[]> =>
  readPages(query(collection, orderBy('createdAt'), limit(PAGE)), schema);

async function readPages<T>(page: Query, schema: z.ZodType<T>): Promise<Parsed<T>[]> {
  const { docs } = await getDocsFromServer(page);
  const read = parsedOf(
    docs.map((doc) =>
      readEntry(schema, { id: doc.id, path: doc.ref.path, data: doc.data(), pending: false }),
    ),
  );
  const last = docs.at(-1);
  if (!last || docs.length < PAGE) return read;
  return [...read, ...(await readPages(query(page, startAfter(last)), schema))];
}
