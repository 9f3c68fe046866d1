import { agent, limits, normaliseTag, paths, tenant, type Agent, type Tenant } from '../contracts/index.ts';
import { parse, read } from '../store/documents.ts';
import type { Store, StoredDocument } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { wordsOf } from './agent-documents.ts';

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
  /** The tenant's settings alone, at most a minute old. Null if there is no such tenant. */
  settings(tenantId: string): Promise<Tenant['orchestration'] | null>;
  /** One agent that may be used, wherever in the list it is. */
  agent(tenantId: string, agentId: string): Promise<ListedAgent | null>;
  /** Agents by tags and words, best first; every query is within the tenant. */
  find(tenantId: string, tags: readonly string[], text: string): Promise<ListedAgent[]>;
};

const FOUND = 10;
/** Of each tag and word that is asked for, so many agents are looked at; and where those are few, of the first ones. */
const OF_EACH = 100;
const FIRST = 200;
const ASKED = 10;

/**
 * About how many tokens an agent takes in a prompt, rather too many than too few: of plain letters and signs three make
 * one; of any other writing each may be one.
 */
function tokensOf({ id, name, description, tags }: ListedAgent): number {
  const text = JSON.stringify({ agent_id: id, name, description, tags });
  const others = [...text].filter((sign) => sign > '\u007F').length;
  return (text.length - others) / 3 + others + 1;
}

/** As many of the first agents as fit into a prompt. */
function fitting(agents: readonly ListedAgent[]): ListedAgent[] {
  let tokens = 0;
  const end = agents.findIndex((one) => (tokens += tokensOf(one)) > limits.catalogueTokens);
  return agents.slice(0, end === -1 ? agents.length : end);
}

/** How much it says of an agent to have each of the tags or words that are asked for: what few have says most. */
type Weights = ReadonlyMap<string, number>;

const weightsOf = (asked: readonly string[], found: readonly (readonly StoredDocument[])[]): Weights =>
  new Map(asked.map((one, n) => [one, Math.log2(1 + OF_EACH / Math.max(1, found[n]?.length ?? 0))]));

/** How well an agent fits: a tag that is asked for counts most, then words in its tags and name, then elsewhere. */
function score(one: ListedAgent, tags: Weights, text: Weights): number {
  const own = new Set(one.tags);
  const near = wordsOf([one.name, ...one.tags].join(' '));
  const far = wordsOf(one.description);
  const byTag = [...tags].reduce((sum, [tag, weight]) => sum + (own.has(tag) ? 4 * weight : 0), 0);
  return [...text].reduce(
    (sum, [word, weight]) => sum + (near.has(word) ? 2 * weight : far.has(word) ? weight : 0),
    byTag,
  );
}

/** A process that serves many tenants keeps those of the last minute. All are good for as long: the oldest come first. */
function forgetLapsed(kept: Map<string, { readonly until: number }>, now: number): void {
  for (const [tenantId, { until }] of kept) {
    if (until > now) return;
    kept.delete(tenantId);
  }
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
    const readable = listed(documents.slice(0, limits.catalogueAgents));
    const agents = fitting(readable);
    return {
      orchestration: settings.value.orchestration,
      agents,
      more: documents.length > limits.catalogueAgents || agents.length < readable.length,
    };
  }

  const keptSettings = new Map<
    string,
    { until: number; settings: Promise<Tenant['orchestration'] | null> }
  >();

  const loadSettings = async (tenantId: string) =>
    (await read(store, paths.tenant(tenantId), tenant))?.value.orchestration ?? null;

  return {
    async settings(tenantId) {
      const viewed = kept.get(tenantId);
      if (viewed && viewed.until > now()) return (await viewed.view)?.orchestration ?? null;
      const known = keptSettings.get(tenantId);
      if (known && known.until > now()) return known.settings;
      const settings = loadSettings(tenantId);
      forgetLapsed(keptSettings, now());
      keptSettings.set(tenantId, { until: now() + limits.settingsKeptMs, settings });
      settings
        .then((found) => found ?? keptSettings.delete(tenantId))
        .catch(() => keptSettings.delete(tenantId));
      return settings;
    },
    view(tenantId) {
      const known = kept.get(tenantId);
      if (known && known.until > now()) return known.view;
      const view = load(tenantId);
      forgetLapsed(kept, now());
      kept.set(tenantId, { until: now() + limits.settingsKeptMs, view });
      // What is missing or failed is looked up again next time.
      view.then((found) => found ?? kept.delete(tenantId)).catch(() => kept.delete(tenantId));
      return view;
    },
    async agent(tenantId, agentId) {
      const found = await store.get(paths.agents.one(tenantId, agentId));
      const [one] = found ? listed([found]) : [];
      return one?.orchestrationEnabled && one.archivedAt === null ? one : null;
    },
    async find(tenantId, tags, text) {
      const asked = [...new Set(tags.map(normaliseTag))].filter((tag) => tag !== '').slice(0, ASKED);
      // The longest words say most.
      const words = [...wordsOf(text)].toSorted((a, b) => b.length - a.length).slice(0, ASKED);
      // One query each: in a common one, those of a rare tag or word would be lost among those of a frequent one.
      const [byTag, byWord] = await Promise.all([
        Promise.all(asked.map((tag) => store.query(queries.agentsWithTags(tenantId, [tag], OF_EACH)))),
        Promise.all(words.map((word) => store.query(queries.agentsWithWords(tenantId, [word], OF_EACH)))),
      ]);
      const byPath = new Map([...byTag, ...byWord].flat().map((document) => [document.path, document]));
      // Agents that were saved before their words were kept are found among the first ones.
      if (byPath.size < FOUND && asked.length + words.length > 0) {
        const first = await store.query(queries.availableAgents(tenantId, FIRST));
        for (const document of first) byPath.set(document.path, document);
      }
      const weights = [weightsOf(asked, byTag), weightsOf(words, byWord)] as const;
      return listed([...byPath.values()])
        .map((one) => ({ one, points: score(one, ...weights) }))
        .filter(({ points }) => points > 0)
        .toSorted((a, b) => b.points - a.points || a.one.id.localeCompare(b.one.id))
        .slice(0, FOUND)
        .map(({ one }) => one);
    },
  };
}
