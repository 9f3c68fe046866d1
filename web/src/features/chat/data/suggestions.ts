import { agent, paths } from 'functions/contracts';
import { collection, getDocs, limit, query } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { parsedOf, readEntry } from '../../../lib/subscription/entry.ts';

export type Suggestion = { readonly prompt: string; readonly agentName: string | null };

const AGENTS_READ = 12;

/** What Mother answers by herself. */
export const onlyDirect: readonly Suggestion[] = [{ prompt: 'What can you do for me?', agentName: null }];

/** What an empty chat offers: one thing that Mother answers herself, and what the tenant's agents are good for. */
export async function suggestionsFor(tenantId: string): Promise<readonly Suggestion[]> {
  const found = await getDocs(query(collection(db(), paths.agents.all(tenantId)), limit(AGENTS_READ)));
  const entries = found.docs.map((doc) =>
    readEntry(agent, { id: doc.id, path: doc.ref.path, data: doc.data(), pending: false }),
  );
  const fromAgents = parsedOf(entries)
    .filter(({ data }) => data.orchestrationEnabled)
    .flatMap(({ data }) => data.examples.map((prompt) => ({ prompt, agentName: data.name })));
  return [...fromAgents, ...onlyDirect];
}
