import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import * as contracts from '../../src/contracts/index.ts';

// What kinds of documents there are, and which of their fields came later, as the contracts say it.

/** What a document has to be, by the collection that it is in. */
const schemas: Readonly<Record<string, z.ZodType>> = {
  'orch-chats': contracts.chat,
  messages: contracts.message,
  parts: contracts.part,
  tasks: contracts.task,
  sub_agents: contracts.subAgent,
  sub_agent_messages: contracts.subAgentMessage,
  questions: contracts.question,
  mail: contracts.mail,
  state: contracts.actorState,
  wakes: contracts.wake,
  rescues: contracts.rescue,
  tenants: contracts.tenant,
  members: contracts.member,
  agents: contracts.agent,
  orchestration_runs: contracts.run,
  versions: contracts.agentVersion,
  budgets: contracts.budget,
  credentials: contracts.credential,
  credential_summaries: contracts.credentialSummary,
  providers: contracts.provider,
  admin_agents: contracts.adminAgent,
  invitations: contracts.invitation,
  jobs: contracts.job,
};

export type Document = { readonly path: string; readonly data: Readonly<Record<string, unknown>> };

export function schemaOf({ path }: Pick<Document, 'path'>): z.ZodType {
  const schema = schemas[path.split('/').at(-2) ?? ''];
  if (!schema) throw new Error(`No contract is known for ${path}`);
  return schema;
}

/** The kinds of one schema: those of a union are several. */
function kindsIn(schema: unknown): z.ZodObject[] {
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap(kindsIn);
  return schema instanceof z.ZodObject && 'schemaVersion' in schema.shape ? [schema] : [];
}

/** Every kind of document that the contracts have, by name: its own, or its number in a union. */
export const kinds: ReadonlyMap<z.ZodObject, string> = new Map([
  ...Object.entries(contracts).flatMap(([name, schema]) =>
    kindsIn(schema).map((kind, n) => [kind, `${name} ${n}`] as const),
  ),
  ...Object.entries(contracts).flatMap(([name, schema]) =>
    schema instanceof z.ZodObject ? kindsIn(schema).map((kind) => [kind, name] as const) : [],
  ),
]);

/** Which kind a stored document is; null if none of those that its place allows. */
export const kindOf = (document: Document): z.ZodObject | null =>
  kindsIn(schemaOf(document)).find((kind) => kind.safeParse(stored(document.data)).success) ?? null;

/** Times of a document are timestamps where it is stored. */
function stored(data: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]: [string, unknown]) => [key, storedValue(key, value)]),
  );
}

function storedValue(key: string, value: unknown): unknown {
  if (typeof value === 'number' && key.endsWith('At')) return { toMillis: () => value };
  if (Array.isArray(value)) return value.map((one: unknown) => storedValue('', one));
  return typeof value === 'object' && value !== null ? stored(value) : value;
}

const hasDefault = (schema: unknown): schema is z.ZodDefault | z.ZodPrefault =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;

/** What is inside of a schema that only says how it may be missing. */
function inner(schema: unknown): unknown {
  const isWrapped = hasDefault(schema) || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional;
  return isWrapped ? inner(schema.unwrap()) : schema;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that may be missing because they came later, wherever in a document. */
export function laterFields(schema: unknown, name: string): string[] {
  const within = inner(schema);
  if (within instanceof z.ZodArray) return laterFields(within.element, name);
  if (!(within instanceof z.ZodObject)) return [];
  return Object.entries(within.shape).flatMap(([key, field]) => {
    const here = `${name}.${key}`;
    return [...(hasDefault(field) ? [here] : []), ...laterFields(field, here)];
  });
}

/** Those of them that a document lacks. */
export function lackedFields(schema: unknown, name: string, value: unknown): string[] {
  const within = inner(schema);
  if (within instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((one: unknown) => lackedFields(within.element, name, one));
  if (!(within instanceof z.ZodObject) || !isRecord(value)) return [];
  return Object.entries(within.shape).flatMap(([key, field]) => {
    const here = `${name}.${key}`;
    if (key in value) return lackedFields(field, here, value[key]);
    return hasDefault(field) ? [here, ...laterFields(field, here)] : [];
  });
}

/** Fields that nothing hangs by: they are left out even where they say something. */
const FORGOTTEN = new Set(['sends', 'runId']);

/** A value as it was before the fields with defaults came: without those that say no more than their default. */
export function before(schema: unknown, value: unknown): unknown {
  const within = inner(schema);
  if (within instanceof z.ZodArray && Array.isArray(value))
    return value.map((one: unknown) => before(within.element, one));
  if (!(within instanceof z.ZodObject) || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const field: unknown = within.shape[key];
      const older = before(field, one);
      const isLeftOut =
        hasDefault(field) && (FORGOTTEN.has(key) || isDeepStrictEqual(older, field.def.defaultValue));
      return isLeftOut ? [] : [[key, older]];
    }),
  );
}
