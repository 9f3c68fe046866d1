import { type Agent, agent, SCHEMA_VERSION } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { agentsWith, tagsIn } from './agent-list.ts';

const some = (id: string, fields: Partial<Agent> = {}): Parsed<Agent> => ({
  id,
  ok: true,
  pending: false,
  data: {
    ...agent.shape.limits.parse({}),
    schemaVersion: SCHEMA_VERSION,
    name: id,
    description: '',
    tags: [],
    kind: 'llm',
    instructions: '',
    tools: [],
    credentialId: null,
    limits: agent.shape.limits.parse({}),
    orchestrationEnabled: true,
    examples: [],
    version: 1,
    archivedAt: null,
    createdAt: 1,
    ...fields,
  },
});

const orders = some('Orders', { tags: ['shop', 'orders'], description: 'Finds orders.' });
const refunds = some('Refunds', { tags: ['shop'] });
const old = some('Old', { tags: ['shop', 'old'], archivedAt: 5 });
const all = [orders, refunds, old];
const none = { search: '', tag: null, archived: false };
const ids = (found: readonly Parsed<Agent>[]) => found.map(({ id }) => id);

describe('the list of agents', () => {
  test('archived ones are apart', () => {
    expect(ids(agentsWith(all, none))).toEqual(['Orders', 'Refunds']);
    expect(ids(agentsWith(all, { ...none, archived: true }))).toEqual(['Old']);
  });
  test('a search looks at name, description and tags; a tag at tags', () => {
    expect(ids(agentsWith(all, { ...none, search: 'finds' }))).toEqual(['Orders']);
    expect(ids(agentsWith(all, { ...none, search: 'shop ref' }))).toEqual(['Refunds']);
    expect(ids(agentsWith(all, { ...none, tag: 'orders' }))).toEqual(['Orders']);
  });
  test('the tags in use, the most used first, without those of archived agents', () => {
    expect(tagsIn(all)).toEqual([
      { tag: 'shop', count: 2 },
      { tag: 'orders', count: 1 },
    ]);
  });
});
