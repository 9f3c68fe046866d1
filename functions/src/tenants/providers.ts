import type { z } from 'zod';
import {
  AppError,
  SCHEMA_VERSION,
  adminAgent,
  limits,
  namesInWords,
  paths,
  provider,
  type AdminAgent,
  type Provider,
  type saveProvider as contract,
} from '../contracts/index.ts';
import { create, parse, read, remove, update } from '../store/documents.ts';
import { SERVER_TIME, type Store } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { openProviderKey, sealProviderKey } from '../vault/contents.ts';
import type { Vault } from '../vault/vault.ts';
import { settle } from './membership.ts';

// Who serves models, and the Mothers that tenants can choose: of the whole deployment, for super-admins only. Who may do
// this is asked before any of it is called.

type Given = Omit<z.output<typeof contract.input>, 'providerId'>;

type Saving = {
  readonly store: Store;
  readonly vault: Vault;
  /** Where the page is tried out, a key may be sent without encryption. */
  readonly allowHttp: boolean;
};

const invalid = (words: string) => new AppError('invalid_input', 'The provider', { words });

/** An address as it is kept: without what does not belong to it, and without a slash at its end. */
function addressOf(text: string): string {
  if (text === '') return '';
  const { username, password, search, hash, origin, pathname } = new URL(text);
  if (username !== '' || password !== '')
    throw invalid('The base URL must not have a user name or a password in it.');
  if (search !== '' || hash !== '') throw invalid('The base URL must not have a ? or a # in it.');
  return `${origin}${pathname}`.replace(/\/+$/u, '');
}

type Key = Pick<Provider, 'key' | 'lastFour'>;

function keyOf({ vault, allowHttp }: Saving, id: string, baseUrl: string, text: string): Key {
  const key = text.trim();
  if (key === '') return { key: null, lastFour: '' };
  if (!/^[\x21-\x7e]+$/u.test(key)) throw invalid('The key holds a character that no key has.');
  if (baseUrl.startsWith('http:') && !allowHttp)
    throw invalid('To an address with http:// no key is sent: anybody could read it on its way.');
  // Of a short key, four characters would be too much.
  return { key: sealProviderKey(vault, id, baseUrl, key), lastFour: key.length < 12 ? '' : key.slice(-4) };
}

/** The key that stays: for the address that it was given for. */
function keptKey({ key, lastFour, baseUrl: before }: Provider, baseUrl: string): Key {
  if (key && before !== baseUrl)
    throw invalid('With another base URL the key has to be given again: it is sent to no other server.');
  return { key, lastFour };
}

/**
 * Saves a provider; its key is sealed and never comes back. `key`: null leaves the one that is there; empty: none.
 * @throws AppError `invalid_input` in words for the form, `too_many`, `internal` without the vault's keys
 */
export const saveProvider = (saving: Saving, id: string, { key, ...given }: Given): Promise<void> =>
  settle(saving.store, async () => {
    const { store } = saving;
    const path = paths.providers.one(id);
    const { name, adapter } = given;
    const baseUrl = addressOf(given.baseUrl);
    const found = await read(store, path, provider);
    const sealed =
      key === null && found ? keptKey(found.value, baseUrl) : keyOf(saving, id, baseUrl, key ?? '');
    const fields = { name, adapter, baseUrl, ...sealed, updatedAt: SERVER_TIME };
    if (found) return { writes: [update<Provider>(path, fields, found.version)], result: undefined };
    await requireRoom(store, paths.providers.all, limits.providers);
    const made = { schemaVersion: SCHEMA_VERSION, ...fields, createdAt: SERVER_TIME } as const;
    return { writes: [create<Provider>(path, made)], result: undefined };
  });

async function requireRoom(store: Store, collection: string, most: number): Promise<void> {
  const there = await store.query({ ...queries.allOf(collection), limit: most });
  if (there.length === most) throw new AppError('too_many', `There are ${most} ${collection}`);
}

/** Deletes a provider for good. @throws AppError `in_use`, naming the admin agents that have it; `not_found` */
export async function deleteProvider(store: Store, id: string): Promise<void> {
  const path = paths.providers.one(id);
  if (!(await store.get(path))) throw new AppError('not_found', `${path} does not exist`);
  const users = (await store.query(queries.adminAgentsOf(id))).map((one) => parse(one, adminAgent).value);
  if (users.length > 0) {
    const words = `It serves ${namesInWords(users.map(({ name }) => name))}. Give them another provider first.`;
    throw new AppError('in_use', `${path} is in use`, { words });
  }
  await store.commit([remove(path)]);
}

type Fields = Omit<AdminAgent, 'schemaVersion' | 'createdAt' | 'updatedAt'>;

/** Saves a Mother that tenants can choose. @throws AppError `not_found` without its provider, `too_many` */
export const saveAdminAgent = (store: Store, id: string, fields: Fields): Promise<void> =>
  settle(store, async () => {
    const path = paths.adminAgents.one(id);
    if (!(await store.get(paths.providers.one(fields.providerId))))
      throw new AppError('not_found', `${path} names no provider`, {
        words: 'That provider is no longer there. Choose another one.',
      });
    const found = await read(store, path, adminAgent);
    const changed = { ...fields, updatedAt: SERVER_TIME };
    if (found) return { writes: [update<AdminAgent>(path, changed, found.version)], result: undefined };
    await requireRoom(store, paths.adminAgents.all, limits.adminAgents);
    const made = { schemaVersion: SCHEMA_VERSION, ...changed, createdAt: SERVER_TIME } as const;
    return { writes: [create<AdminAgent>(path, made)], result: undefined };
  });

/** Deletes an admin agent for good. @throws AppError `not_found` */
export async function deleteAdminAgent(store: Store, id: string): Promise<void> {
  const path = paths.adminAgents.one(id);
  if (!(await store.get(path))) throw new AppError('not_found', `${path} does not exist`);
  await store.commit([remove(path)]);
}

type Listed = {
  readonly providers: (Pick<Provider, 'name' | 'adapter' | 'baseUrl' | 'lastFour'> & { id: string })[];
  readonly adminAgents: (Fields & { id: string })[];
};

/** All providers and admin agents; of a key, the last four characters. */
export async function listModels(store: Store): Promise<Listed> {
  const [providers, agents] = await Promise.all([
    store.query(queries.allOf(paths.providers.all)),
    store.query(queries.allOf(paths.adminAgents.all)),
  ]);
  return {
    providers: providers.map((document) => {
      const { id, value } = parse(document, provider);
      const { name, adapter, baseUrl, lastFour } = value;
      return { id, name, adapter, baseUrl, lastFour };
    }),
    adminAgents: agents.map((document) => {
      const { id, value } = parse(document, adminAgent);
      const { schemaVersion: _, createdAt: _created, updatedAt: _updated, ...fields } = value;
      return { id, ...fields };
    }),
  };
}

/** A provider with its key, and a model of it that an admin agent asks for. */
export type OpenedProvider = {
  readonly adapter: Provider['adapter'];
  readonly baseUrl: string;
  readonly key: string;
  readonly model: Pick<AdminAgent, 'model' | 'reasoningEffort'> | null;
};

/** Opens a provider to try it. @throws AppError `not_found`; `internal` where its key cannot be read */
export async function openProvider(store: Store, vault: Vault, id: string): Promise<OpenedProvider> {
  const found = await read(store, paths.providers.one(id), provider);
  if (!found) throw new AppError('not_found', `${id} does not exist`);
  const [first] = await store.query({ ...queries.adminAgentsOf(id), limit: 1 });
  const { adapter, baseUrl } = found.value;
  const key = openProviderKey(vault, id, found.value);
  return { adapter, baseUrl, key, model: first ? parse(first, adminAgent).value : null };
}
