import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Query } from '../../src/store/port.ts';

// Which index a query needs, by Firestore's rules, and whether firestore.indexes.json declares it or Firestore makes it
// by itself. The emulator never asks for one: a missing index shows in production only.

const scope = z.enum(['COLLECTION', 'COLLECTION_GROUP']);
const direction = z.enum(['ASCENDING', 'DESCENDING']);
const mode = { order: direction.optional(), arrayConfig: z.literal('CONTAINS').optional() };

const file = z.object({
  indexes: z.array(
    z.object({
      collectionGroup: z.string(),
      queryScope: scope,
      fields: z.array(z.object({ fieldPath: z.string(), ...mode })),
    }),
  ),
  fieldOverrides: z.array(
    z.object({
      collectionGroup: z.string(),
      fieldPath: z.string(),
      indexes: z.array(z.object({ queryScope: scope, ...mode })),
    }),
  ),
});

const declared = file.parse(
  JSON.parse(readFileSync(new URL('../../../firestore.indexes.json', import.meta.url), 'utf8')),
);

/** A query with its direction, which the backend never turns round but the page does. */
export type Shape = Pick<Query, 'collection' | 'group' | 'where' | 'orderBy'> & {
  readonly descending?: true;
};

type Mode = 'ASCENDING' | 'DESCENDING' | 'CONTAINS';
type Field = { readonly path: string; readonly mode: Mode };

/** What Firestore makes by itself for every field that has no override: within one collection only. */
const AUTOMATIC: readonly Mode[] = ['ASCENDING', 'DESCENDING', 'CONTAINS'];

const modeOf = (one: { order?: Mode | undefined; arrayConfig?: Mode | undefined }) =>
  one.order ?? one.arrayConfig;

function singleField(collection: string, scopeOf: z.infer<typeof scope>, path: string): readonly Mode[] {
  const override = declared.fieldOverrides.find(
    (one) => one.collectionGroup === collection && one.fieldPath === path,
  );
  if (!override) return scopeOf === 'COLLECTION' ? AUTOMATIC : [];
  return override.indexes.flatMap((one) => (one.queryScope === scopeOf ? (modeOf(one) ?? []) : []));
}

/**
 * The fields that a query's index begins with: equalities in any order, then a list that is searched, then what is
 * compared or sorted by. The tie-break by name goes the way of the last field, as in every index by default.
 */
function fieldsOf({ where, orderBy, descending }: Shape): { equal: string[]; rest: Field[] } {
  const equal = where.flatMap(([path, op]) => (op === '==' ? [path] : []));
  const contains = where.flatMap(([path, op]): Field[] =>
    op === 'array-contains-any' ? [{ path, mode: 'CONTAINS' }] : [],
  );
  const compared = where.flatMap(([path, op]) => (op === '<' || op === '<=' || op === '>' ? [path] : []));
  const sorted = orderBy === undefined ? compared : [orderBy];
  if (compared.some((path) => path !== orderBy)) throw new Error('Sort by what is compared');
  const by = sorted.map((path): Field => ({ path, mode: descending ? 'DESCENDING' : 'ASCENDING' }));
  return { equal, rest: [...contains, ...by] };
}

const nameOf = (collection: string) => collection.split('/').at(-1) ?? '';

/** Whether there is an index for the query. */
export function hasIndex(query: Shape): boolean {
  const collection = nameOf(query.collection);
  const wanted = query.group ? 'COLLECTION_GROUP' : 'COLLECTION';
  const { equal, rest } = fieldsOf(query);
  const single = (path: string, by: Mode) => singleField(collection, wanted, path).includes(by);
  const [only, ...others] = [...equal.map((path): Field => ({ path, mode: 'ASCENDING' })), ...rest];
  // In the order of the paths: the order in which a group is split into partitions, which takes no index either.
  if (!only) return true;
  if (others.length === 0) return single(only.path, only.mode);
  // Equalities alone are served by merging the indexes of single fields.
  if (rest.length === 0 && equal.every((path) => single(path, 'ASCENDING'))) return true;
  const isServed = (equalities: readonly string[]) =>
    declared.indexes.some(
      (index) =>
        index.collectionGroup === collection &&
        index.queryScope === wanted &&
        index.fields.length === equalities.length + rest.length &&
        index.fields.every((field, position) => {
          const by = modeOf(field);
          if (position < equalities.length) return by !== 'CONTAINS' && equalities.includes(field.fieldPath);
          const next = rest[position - equalities.length];
          return next?.path === field.fieldPath && next.mode === by;
        }),
    );
  // Indexes that are sorted alike are merged: one for each equality will do.
  return isServed(equal) || (equal.length > 1 && equal.every((path) => isServed([path])));
}
