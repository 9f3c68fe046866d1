import type { z } from 'zod';
import type { Checked } from '../connectors/index.ts';
import {
  AppError,
  SCHEMA_VERSION,
  agent,
  credential,
  credentialSummary,
  limits,
  namesInWords,
  paths,
  type Credential,
  type CredentialSummary,
  type ShopKeys,
  type saveConnection as contract,
} from '../contracts/index.ts';
import { create, parse, read, remove, update, type Read } from '../store/documents.ts';
import { PreconditionFailed, SERVER_TIME, type Store, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { sealShop } from '../vault/contents.ts';
import type { Vault } from '../vault/vault.ts';
import { counted, tenantOf } from './companies.ts';
import { authorise, settle } from './membership.ts';

type Given = z.output<typeof contract.input>;
type Named = { readonly tenantId: string; readonly credentialId: string };

/** What saving needs beside the database. */
export type Saving = {
  readonly store: Store;
  readonly vault: Vault;
  /** Where the page is tried out, a shop may be on this machine, without encryption. */
  readonly allowHttp: boolean;
};

const invalid = (words: string) => new AppError('invalid_input', 'The connection', { words });

/** A shop's address as it is kept: without what does not belong to it, and without a slash at its end. */
function addressOf(text: string, allowHttp: boolean): string {
  const { protocol, username, password, search, hash, origin, pathname } = new URL(text);
  if (protocol !== 'https:' && !allowHttp)
    throw invalid('The address has to begin with https://, so that nobody reads the keys on their way.');
  if (username !== '' || password !== '')
    throw invalid('The address must not have a user name or a password in it.');
  if (search !== '' || hash !== '' || /[?#]/u.test(text))
    throw invalid('The address must not have a ? or a # in it. Give the address of the shop’s front page.');
  return `${origin}${pathname}`.replace(/\/+$/u, '');
}

/** Of a short key, four characters would be too much. */
const lastFourOf = ({ consumerKey }: ShopKeys): string =>
  consumerKey.length < 12 ? '' : consumerKey.slice(-4);

/**
 * Saves a connection with its summary; admins only. The keys are sealed and never come back; without new ones those that
 * are there stay, for the address that they were given for.
 * @throws AppError `invalid_input` in words for the form, `too_many`, `conflict`, `internal` without the vault's keys
 */
export const saveConnection = (saving: Saving, uid: string, given: Given): Promise<void> =>
  settle(saving.store, async () => {
    const { store } = saving;
    const { tenantId, credentialId } = given;
    const acting = await authorise(store, tenantId, uid, 'admin');
    const url = addressOf(given.url, saving.allowHttp);
    const [kept, summary] = await Promise.all([
      read(store, paths.credentials.one(tenantId, credentialId), credential),
      read(store, paths.credentialSummaries.one(tenantId, credentialId), credentialSummary),
    ]);
    const writes =
      kept && summary
        ? changeWrites(saving, { ...given, url }, kept, summary)
        : await newWrites(saving, { ...given, url });
    return { acting, writes, result: undefined };
  });

async function newWrites({ store, vault }: Saving, { keys, ...given }: Given): Promise<Write[]> {
  if (!keys) throw invalid('Give the keys of the shop.');
  const { connectionsPerTenant: most } = limits;
  const tenant = await tenantOf(store, given.tenantId);
  const all = { ...queries.allOf(paths.credentialSummaries.all(given.tenantId)), limit: most };
  if ((await store.query(all)).length === most)
    throw new AppError('too_many', `${given.tenantId} has ${most} connections`);
  return [counted(tenant), ...newConnection(vault, { ...given, keys })];
}

/** A connection and its summary, as new documents. */
export function newConnection(
  vault: Vault,
  { tenantId, credentialId, kind, label, url, keys }: Given & { readonly keys: ShopKeys },
): Write[] {
  const versioned = { schemaVersion: SCHEMA_VERSION } as const;
  const times = { createdAt: SERVER_TIME, updatedAt: SERVER_TIME };
  return [
    create<Credential>(paths.credentials.one(tenantId, credentialId), {
      ...versioned,
      kind,
      sealed: sealShop(vault, { tenantId, credentialId }, { url, keys }),
      ...times,
    }),
    create<CredentialSummary>(paths.credentialSummaries.one(tenantId, credentialId), {
      ...versioned,
      kind,
      label,
      url,
      lastFour: lastFourOf(keys),
      checkedAt: null,
      problem: null,
      ...times,
    }),
  ];
}

function changeWrites(
  { vault }: Saving,
  { tenantId, credentialId, kind, label, url, keys }: Given,
  kept: Read<Credential>,
  summary: Read<CredentialSummary>,
): Write[] {
  if (kind !== kept.value.kind)
    throw invalid('A connection cannot become one of another kind. Make a new one.');
  if (!keys && url !== summary.value.url)
    throw invalid('With another address the keys have to be given again: they are sent to no other shop.');
  const updatedAt = SERVER_TIME;
  if (!keys) return [update<CredentialSummary>(summary.path, { label, updatedAt }, summary.version)];
  const sealed = sealShop(vault, { tenantId, credentialId }, { url, keys });
  // What the last try of it gave says nothing of these keys.
  const fresh = { label, url, lastFour: lastFourOf(keys), checkedAt: null, problem: null, updatedAt };
  return [
    update<Credential>(kept.path, { sealed, updatedAt }, kept.version),
    update<CredentialSummary>(summary.path, fresh, summary.version),
  ];
}

const NAMED = 5;

/** The names of the agents that use a connection, archived ones among them; and how many more there are. */
async function usersOf(store: Store, { tenantId, credentialId }: Named): Promise<string | null> {
  const found = await store.query(queries.agentsWithConnection(tenantId, credentialId));
  if (found.length === 0) return null;
  const names = found.slice(0, NAMED).map((document) => parse(document, agent).value.name);
  const more = found.length - names.length;
  return namesInWords(more > 0 ? [...names, `${more} more`] : names);
}

/**
 * Deletes a connection for good; admins only.
 * @throws AppError `in_use`, naming the agents that use it, unless `force`; `not_found`
 */
export const deleteConnection = (
  store: Store,
  uid: string,
  { force, ...named }: Named & { readonly force: boolean },
): Promise<void> =>
  settle(store, async () => {
    const { tenantId, credentialId } = named;
    const acting = await authorise(store, tenantId, uid, 'admin');
    const path = paths.credentialSummaries.one(tenantId, credentialId);
    const summary = await store.get(path);
    if (!summary) throw new AppError('not_found', `${path} does not exist`);
    const users = force ? null : await usersOf(store, named);
    if (users !== null) {
      const words = `It is used by ${users}. Give them another connection first, or delete it all the same.`;
      throw new AppError('in_use', `${path} is in use`, { words });
    }
    const writes = [remove(paths.credentials.one(tenantId, credentialId)), remove(path)];
    return { acting, writes, result: undefined };
  });

/**
 * Tries a connection by `check`, and keeps in its summary what came of it; admins only.
 * @throws AppError `not_found`
 */
export async function checkConnection(
  store: Store,
  uid: string,
  { tenantId, credentialId }: Named,
  check: () => Promise<Checked>,
): Promise<Checked> {
  await authorise(store, tenantId, uid, 'admin');
  const path = paths.credentialSummaries.one(tenantId, credentialId);
  const summary = await store.get(path);
  if (!summary) throw new AppError('not_found', `${path} does not exist`);
  const checked = await check();
  const problem = checked.ok ? null : checked.words;
  try {
    const { version } = summary;
    await store.commit([update<CredentialSummary>(path, { checkedAt: SERVER_TIME, problem }, version)]);
  } catch (error) {
    // It was changed or deleted meanwhile: what was tried is not what is there now.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
  return checked;
}
