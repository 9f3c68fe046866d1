import { isDeepStrictEqual } from 'node:util';
import {
  AppError,
  agent,
  agentDefinition,
  agentVersion,
  limits,
  paths,
  type Agent,
  type AgentDefinition,
} from '../contracts/index.ts';
import { read, update, type Read } from '../store/documents.ts';
import { SERVER_TIME, type Store, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { savedAgent, versionPath, versionWrite, wordsOfAgent } from './agent-documents.ts';
import { counted, tenantOf } from './companies.ts';
import { authorise, settle } from './membership.ts';
import { validDefinition, type KnownTool } from './valid-definition.ts';

type Saved = {
  readonly tenantId: string;
  readonly agentId: string;
  /** The version that it was made from; 0 for a new agent. */
  readonly version: number;
  readonly definition: AgentDefinition;
};

/**
 * Saves an agent as its next version, which is kept for good; admins only. Gives the version. The same again, after an
 * answer that was lost, gives the same.
 * @throws AppError `conflict` where somebody else has saved since, `too_many`, and what `validDefinition` throws
 */
export const saveAgent = (
  store: Store,
  tools: readonly KnownTool[],
  uid: string,
  { tenantId, agentId, version, definition: given }: Saved,
): Promise<number> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    const definition = await validDefinition(store, tools, tenantId, given);
    const found = await read(store, paths.agents.one(tenantId, agentId), agent);
    if (!found && version === 0) {
      const tenant = await tenantOf(store, tenantId);
      await requireRoom(store, tenantId);
      const writes = [counted(tenant), ...savedAgent(tenantId, agentId, definition, uid)];
      return { acting, writes, result: 1 };
    }
    const next = version + 1;
    if (found?.value.version === version)
      return { acting, writes: await nextVersion(store, tenantId, found, definition, uid), result: next };
    if (await isSaved(store, tenantId, agentId, next, definition, uid))
      return { acting, writes: [], result: next };
    throw new AppError('conflict', `${agentId} is at version ${found?.value.version}, not ${version}`);
  });

async function requireRoom(store: Store, tenantId: string): Promise<void> {
  const { agentsPerTenant } = limits;
  const there = await store.query({ ...queries.allOf(paths.agents.all(tenantId)), limit: agentsPerTenant });
  if (there.length === agentsPerTenant)
    throw new AppError('too_many', `${tenantId} has ${there.length} agents`);
}

async function nextVersion(
  store: Store,
  tenantId: string,
  { id, path, version: unmoved, value }: Read<Agent>,
  definition: AgentDefinition,
  uid: string,
): Promise<Write[]> {
  const version = value.version + 1;
  // Archived, it stays out of Mother's reach whatever the form says; that counts when it is taken back.
  const orchestrationEnabled = value.archivedAt === null && definition.orchestrationEnabled;
  const change = { ...definition, version, orchestrationEnabled, words: wordsOfAgent(definition) };
  return [
    update<Agent>(path, change, unmoved),
    ...(await keptAsItWas(store, tenantId, id, value)),
    versionWrite(tenantId, id, version, definition, uid),
  ];
}

/** Agents of before have no versions: what one was is kept before it changes. */
async function keptAsItWas(store: Store, tenantId: string, id: string, value: Agent): Promise<Write[]> {
  if (await store.get(versionPath(tenantId, id, value.version))) return [];
  return [versionWrite(tenantId, id, value.version, definitionOf(value), '')];
}

/** What an agent is, without what the backend keeps beside it. */
const definitionOf = (value: Agent): AgentDefinition => agentDefinition.parse(value);

async function isSaved(
  store: Store,
  tenantId: string,
  agentId: string,
  version: number,
  definition: AgentDefinition,
  uid: string,
): Promise<boolean> {
  const found = await read(store, versionPath(tenantId, agentId, version), agentVersion);
  if (found?.value.savedBy !== uid) return false;
  return isDeepStrictEqual(agentDefinition.parse(found.value), definition);
}

/**
 * Takes an agent out of use, or back into it; admins only. Its tasks go on. What is out of use is not enabled either: so the
 * queries that Mother's agents are found by need nothing more, and find those too that were stored before there was an
 * archive. What it was enabled for stands in its version, and holds again when it is taken back.
 */
export const archiveAgent = (
  store: Store,
  uid: string,
  { tenantId, agentId, archived }: { tenantId: string; agentId: string; archived: boolean },
): Promise<void> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    const found = await read(store, paths.agents.one(tenantId, agentId), agent);
    if (!found) throw new AppError('not_found', `${agentId} does not exist`);
    const { path, version, value } = found;
    if (archived === (value.archivedAt !== null)) return { acting, writes: [], result: undefined };
    const writes = archived
      ? [
          update<Agent>(path, { archivedAt: SERVER_TIME, orchestrationEnabled: false }, version),
          ...(await keptAsItWas(store, tenantId, agentId, value)),
        ]
      : [
          update<Agent>(
            path,
            { archivedAt: null, ...(await enabledBefore(store, tenantId, found)) },
            version,
          ),
        ];
    return { acting, writes, result: undefined };
  });

async function enabledBefore(
  store: Store,
  tenantId: string,
  { id, value }: Read<Agent>,
): Promise<Pick<Agent, 'orchestrationEnabled'>> {
  const kept = await read(store, versionPath(tenantId, id, value.version), agentVersion);
  return { orchestrationEnabled: kept?.value.orchestrationEnabled ?? value.orchestrationEnabled };
}
