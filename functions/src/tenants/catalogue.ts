import { agent, limits, paths, tenant, type Agent, type Tenant } from '../contracts/index.ts';
import { parse, read } from '../store/documents.ts';
import type { Store, StoredDocument } from '../store/port.ts';
import { queries } from '../store/queries.ts';

export type ListedAgent = Agent & { readonly id: string };

/** What a turn needs of a tenant: its settings, and the agents that fit into a prompt. */
export type TenantView = {
  readonly orchestration: Tenant['orchestration'];
  readonly agents: readonly ListedAgent[];
  /** There are more agents than are listed. */
  readonly more: boolean;
};

export type Catalogue = {
  /** The tenant's settings and first agents, kept for a minute. Null if there is no such tenant. */
  view(tenantId: string): Promise<TenantView | null>;
  /** One agent that may be used, wherever in the list it is. */
  agent(tenantId: string, agentId: string): Promise<ListedAgent | null>;
  /** Agents by tags and words, best first; every query is within the tenant. */
  find(tenantId: string, tags: readonly string[], text: string): Promise<ListedAgent[]>;
};

const KEPT_MS = 60_000;
const FOUND = 10;
const SEARCHED = 200;

const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

/** How well an agent fits: a tag that is asked for counts most, then words in its tags and name, then elsewhere. */
function score(one: ListedAgent, tags: readonly string[], text: ReadonlySet<string>): number {
  const own = new Set(one.tags);
  const near = words([one.name, ...one.tags].join(' '));
  const far = words(one.description);
  const byTag = tags.filter((tag) => own.has(tag)).length * 4;
  return [...text].reduce((sum, word) => sum + (near.has(word) ? 2 : far.has(word) ? 1 : 0), byTag);
}

/**
 * The agents of each tenant, read through `store`. `onError` hears of a document that cannot be parsed: that agent is
 * left out and the rest goes on.
 */
export function createCatalogue(
  store: Store,
  now: () => number,
  onError: (error: unknown) => void,
): Catalogue {
  const kept = new Map<string, { until: number; view: Promise<TenantView | null> }>();

  const listed = (documents: readonly StoredDocument[]): ListedAgent[] =>
    documents.flatMap((document) => {
      try {
        return [{ ...parse(document, agent).value, id: document.id }];
      } catch (error) {
        onError(error);
        return [];
      }
    });

  async function load(tenantId: string): Promise<TenantView | null> {
    const [settings, documents] = await Promise.all([
      read(store, paths.tenant(tenantId), tenant),
      store.query(queries.availableAgents(tenantId, limits.catalogueAgents + 1)),
    ]);
    if (!settings) return null;
    const agents = listed(documents.slice(0, limits.catalogueAgents));
    return {
      orchestration: settings.value.orchestration,
      agents,
      more: documents.length > limits.catalogueAgents,
    };
  }

  return {
    view(tenantId) {
      const known = kept.get(tenantId);
      if (known && known.until > now()) return known.view;
      const view = load(tenantId);
      kept.set(tenantId, { until: now() + KEPT_MS, view });
      // What is missing or failed is looked up again next time.
      view.then((found) => found ?? kept.delete(tenantId)).catch(() => kept.delete(tenantId));
      return view;
    },
    async agent(tenantId, agentId) {
      const found = await store.get(paths.agents.one(tenantId, agentId));
      const [one] = found ? listed([found]) : [];
      return one?.orchestrationEnabled ? one : null;
    },
    async find(tenantId, tags, text) {
      const asked = [...new Set(tags.map((tag) => tag.trim().toLowerCase()))]
        .filter((tag) => tag !== '')
        .slice(0, 10);
      const query =
        asked.length > 0 && text.trim() === ''
          ? queries.agentsWithTags(tenantId, asked, SEARCHED)
          : queries.availableAgents(tenantId, SEARCHED);
      const wanted = words(text);
      return listed(await store.query(query))
        .map((one) => ({ one, points: score(one, asked, wanted) }))
        .filter(({ points }) => points > 0)
        .toSorted((a, b) => b.points - a.points || a.one.id.localeCompare(b.one.id))
        .slice(0, FOUND)
        .map(({ one }) => one);
    },
  };
}
