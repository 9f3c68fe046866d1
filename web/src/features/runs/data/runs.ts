import { type Agent, agent, type Member, member, MOTHER, paths, type Run, run } from 'functions/contracts';
import {
  collection,
  doc,
  getDocsFromServer,
  limit,
  orderBy,
  type Query,
  query,
  type QueryConstraint,
  type QueryDocumentSnapshot,
  startAfter,
  Timestamp,
  where,
} from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { document, type Single } from '../../../lib/subscription/document.ts';
import { type Entry, readEntry } from '../../../lib/subscription/entry.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';
import { PEOPLE } from './people.ts';
import { dayBounds, type RunFilter } from './run-filter.ts';

const PAGE = 50;

export const runAt = (runId: string): Source<Single<Run>> => document(doc(db(), paths.runs.one(runId)), run);

export const peopleOf = (tenantId: string): Source<Listing<Member>> =>
  listing(query(collection(db(), paths.members.all(tenantId)), limit(PEOPLE)), member);

export const agentsOf = (tenantId: string): Source<Listing<Agent>> =>
  listing(query(collection(db(), paths.agents.all(tenantId)), orderBy('name'), limit(PEOPLE)), agent);

/** The runs that a filter leaves, the newest first; a rule is no filter, so the tenant is part of the query. */
function runsQuery(tenantId: string, { person, agentId, outcome, from, to }: RunFilter): Query {
  const parts: QueryConstraint[] = [where('tenantId', '==', tenantId)];
  if (person !== '') parts.push(where('uid', '==', person));
  if (agentId === MOTHER) parts.push(where('actorId', '==', MOTHER));
  else if (agentId !== '') parts.push(where('agentId', '==', agentId));
  if (outcome !== '') parts.push(where('outcome', '==', outcome));
  const bounds = dayBounds(from, to);
  if (bounds.from !== null) parts.push(where('createdAt', '>=', Timestamp.fromMillis(bounds.from)));
  if (bounds.before !== null) parts.push(where('createdAt', '<', Timestamp.fromMillis(bounds.before)));
  return query(collection(db(), paths.runs.all), ...parts, orderBy('createdAt', 'desc'));
}

/** A page of runs; `next` reads the one after it, null where there is none. */
export type RunPage = {
  readonly entries: readonly Entry<Run>[];
  readonly next: (() => Promise<RunPage>) | null;
};

export const readRuns = (tenantId: string, filter: RunFilter): Promise<RunPage> =>
  pageOf(runsQuery(tenantId, filter), null);

async function pageOf(all: Query, after: QueryDocumentSnapshot | null): Promise<RunPage> {
  const page = after ? query(all, startAfter(after), limit(PAGE)) : query(all, limit(PAGE));
  const { docs } = await getDocsFromServer(page);
  const last = docs.at(-1);
  return {
    entries: docs.map((one) =>
      readEntry(run, { id: one.id, path: one.ref.path, data: one.data(), pending: false }),
    ),
    next: last && docs.length === PAGE ? () => pageOf(all, last) : null,
  };
}
