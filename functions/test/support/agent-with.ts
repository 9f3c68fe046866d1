import { randomUUID } from 'node:crypto';
import { SCHEMA_VERSION, agentDefinition, paths, type Agent } from '../../src/contracts/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** An agent that uses a connection. */
export const anAgentWith = (tenantId: string, name: string, credentialId: string) =>
  create<Agent>(paths.agents.one(tenantId, randomUUID()), {
    ...versioned,
    ...agentDefinition.parse({
      name,
      description: '',
      tags: [],
      kind: 'llm',
      instructions: '',
      tools: [],
      credentialId,
      orchestrationEnabled: true,
      examples: [],
    }),
    version: 1,
    archivedAt: null,
    createdAt: SERVER_TIME,
  });
