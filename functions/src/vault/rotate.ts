import {
  AppError,
  credential,
  groups,
  paths,
  provider,
  type Credential,
  type Provider,
  type Sealed,
} from '../contracts/index.ts';
import { parse, update } from '../store/documents.ts';
import {
  PreconditionFailed,
  type Query,
  type Store,
  type StoredDocument,
  type Write,
} from '../store/port.ts';
import type { Place, Vault } from './vault.ts';

/** `current`: it is sealed with the first key already. `moved`: it changed again and again; the next run looks again. */
type Outcome = 'resealed' | 'current' | 'empty' | 'moved' | 'unreadable';

/** What became of one sealed text; `problem` says why it could not be read, and nothing of what is sealed. */
export type Resealed = { readonly path: string; readonly outcome: Outcome; readonly problem: string };

/** Documents that are read at once. */
const PAGE = 100;
/** A document that changes while it is sealed anew is read again, so often in all. */
const TRIES = 5;

const KINDS: readonly Query[] = [
  { collection: groups.credentials, group: true, where: [], limit: PAGE },
  { collection: paths.providers.all, where: [], limit: PAGE },
];

async function* pagesOf(store: Store, query: Query): AsyncGenerator<StoredDocument> {
  let after: StoredDocument | undefined;
  do {
    const page = await store.query(after ? { ...query, after } : query);
    yield* page;
    after = page.length < PAGE ? undefined : page.at(-1);
  } while (after);
}

/** What is sealed in a document, what it belongs to, and how another one is put in its place. */
type Sealing = {
  readonly sealed: Sealed;
  readonly place: Place;
  readonly replace: (sealed: Sealed) => Write;
};

/** Null where nothing is sealed. @throws AppError as `parse` */
function sealingOf(document: StoredDocument): Sealing | null {
  const { path, id, version } = document;
  const [collection, tenantId = ''] = path.split('/');
  if (collection === paths.providers.all) {
    const { key } = parse(document, provider).value;
    const replace = (sealed: Sealed) => update<Provider>(path, { key: sealed }, version);
    return key && { sealed: key, place: { providerId: id }, replace };
  }
  if (path !== paths.credentials.one(tenantId, id))
    throw new AppError('malformed_document', `${path} is in no place of a connection`);
  const { sealed, kind } = parse(document, credential).value;
  const replace = (next: Sealed) => update<Credential>(path, { sealed: next }, version);
  return { sealed, place: { tenantId, credentialId: id, kind }, replace };
}

async function reseal(store: Store, vault: Vault, first: StoredDocument): Promise<Outcome> {
  let document: StoredDocument | null = first;
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const sealing = document && sealingOf(document);
    if (!sealing) return 'empty';
    const { sealed, place, replace } = sealing;
    if (sealed.keyId === vault.keyId) return 'current';
    try {
      await store.commit([replace(vault.seal(vault.open(sealed, place), place))]);
      return 'resealed';
    } catch (error) {
      // Somebody saved it, deleted it or sealed it anew meanwhile: what is there now counts.
      if (!(error instanceof PreconditionFailed)) throw error;
      document = await store.get(first.path);
    }
  }
  return 'moved';
}

async function outcomeOf(store: Store, vault: Vault, document: StoredDocument): Promise<Resealed> {
  const { path } = document;
  try {
    return { path, outcome: await reseal(store, vault, document), problem: '' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { path, outcome: 'unreadable', problem: error.message };
  }
}

/**
 * Seals everything with the vault's first key, one document a commit, each guarded by the version that was read: it may be
 * cut off anywhere, run again, and run twice at once; whatever is stored opens with the old keys or the new one. Says what
 * became of each as it goes. Who saves meanwhile is not in its way.
 */
export async function* rotate(store: Store, vault: Vault): AsyncGenerator<Resealed> {
  for (const kind of KINDS) {
    for await (const document of pagesOf(store, kind)) yield outcomeOf(store, vault, document);
  }
}
