import {
  SCHEMA_VERSION,
  paths,
  type Agent,
  type AgentDefinition,
  type AgentVersion,
} from '../contracts/index.ts';
import { create, type Draft } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';

/** The words of a text, as agents are found by them. */
export const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  );

/** By which words an agent is found. */
export const wordsOfAgent = ({ name, tags, description }: AgentDefinition): string[] => [
  ...wordsOf([name, ...tags, description].join(' ')),
];

/** The agent, and what it is in this version, as new documents. */
export const savedAgent = (
  tenantId: string,
  agentId: string,
  definition: AgentDefinition,
  uid: string,
): Write[] => [
  create<Agent>(paths.agents.one(tenantId, agentId), {
    schemaVersion: SCHEMA_VERSION,
    ...definition,
    version: 1,
    archivedAt: null,
    words: wordsOfAgent(definition),
    createdAt: SERVER_TIME,
  }),
  versionWrite(tenantId, agentId, 1, definition, uid),
];

/** Where a version of an agent is kept. */
export const versionPath = (tenantId: string, agentId: string, version: number): string =>
  `${paths.agentVersions(tenantId, agentId)}/${version}`;

/** What an agent is in one version, kept for the runs that name it. */
export function versionWrite(
  tenantId: string,
  agentId: string,
  version: number,
  definition: AgentDefinition,
  savedBy: string,
): Write {
  const kept: Draft<AgentVersion> = {
    schemaVersion: SCHEMA_VERSION,
    ...definition,
    version,
    savedBy,
    createdAt: SERVER_TIME,
  };
  return create<AgentVersion>(versionPath(tenantId, agentId, version), kept);
}
