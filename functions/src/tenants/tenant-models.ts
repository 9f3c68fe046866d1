import {
  AppError,
  adminAgent,
  documentId,
  noPrice,
  paths,
  provider,
  type Orchestration,
  type Price,
} from '../contracts/index.ts';
import { type CallLimits, ModelError, type ModelPort, createModel } from '../model/index.ts';
import { read } from '../store/documents.ts';
import type { Reading } from '../store/port.ts';
import { openProviderKey } from '../vault/contents.ts';
import type { Vault } from '../vault/vault.ts';

/** The model of a tenant: what answers as Mother and works as her agents. */
export type TenantModel = {
  readonly port: ModelPort;
  /** The admin agent that the tenant chose; empty: the deployment's own model. */
  readonly adminAgentId: string;
  readonly name: string;
  /** The admin agent's, without what the tenant adds. */
  readonly persona: string;
  readonly price: Price;
  /** As it is asked for; an answer says which one gave it. */
  readonly model: string;
};

export type TenantModels = {
  /**
   * The model that a tenant's settings choose. Where it is gone, or its key cannot be read or is refused, its calls end in a
   * ModelError `provider_missing`.
   */
  of(settings: Pick<Orchestration, 'adminAgentId'>): Promise<TenantModel>;
};

type Options = {
  readonly store: Reading;
  readonly vault: Vault;
  /** The deployment's own. */
  readonly own: TenantModel;
  readonly limits: CallLimits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears why a choice cannot be used that is there. */
  readonly onError: (error: unknown) => void;
};

/** For so long nobody looks whether it has changed. */
const KEPT_MS = 60_000;

/** What only whoever runs the installation can mend; for the tenant, the model is gone. */
const isGone = (error: unknown): error is ModelError =>
  error instanceof ModelError &&
  (error.code === 'model_unauthorized' || error.code === 'model_not_configured');

const goneError = (why: string) => new ModelError('provider_missing', why, { transient: false });

/** Without a model: what is the matter is said when it is called. */
const missing = (adminAgentId: string): TenantModel => ({
  port: { call: () => Promise.reject(goneError('the admin agent or its provider is gone')) },
  adminAgentId,
  name: 'Mother',
  persona: '',
  price: noPrice,
  model: '',
});

/** A model with the documents that it was made of, by their versions. */
type Made = { readonly of: string; readonly model: TenantModel };
type Kept = { readonly until: number; readonly made: Promise<Made | null> };

/** The models that tenants choose, each kept for at most a minute, and its client for as long as nobody changes it. */
export function createTenantModels({ store, vault, own, limits, now, onError }: Options): TenantModels {
  const kept = new Map<string, Kept>();

  async function make(adminAgentId: string, before: Made | null): Promise<Made | null> {
    const chosen = await read(store, paths.adminAgents.one(adminAgentId), adminAgent);
    const { providerId } = chosen?.value ?? {};
    if (!chosen || !documentId.safeParse(providerId).success) return null;
    const serving = await read(store, paths.providers.one(chosen.value.providerId), provider);
    if (!serving) return null;
    const versions = `${chosen.version} ${serving.id} ${serving.version}`;
    if (before?.of === versions) return before;
    const { name, persona, price, model, reasoningEffort } = chosen.value;
    const { adapter, baseUrl } = serving.value;
    const apiKey = openProviderKey(vault, serving.id, serving.value);
    const client = createModel({ model, apiKey, baseURL: baseUrl, api: adapter, reasoningEffort, limits });
    const port = watched(adminAgentId, client);
    return { of: versions, model: { port, adminAgentId, name, persona, price, model } };
  }

  /** A key that is refused is looked up again with the next call: somebody may have given another one. */
  const watched = (adminAgentId: string, port: ModelPort): ModelPort => ({
    call: (request, options) =>
      port.call(request, options).catch((error: unknown) => {
        if (!isGone(error)) throw error;
        kept.delete(adminAgentId);
        throw goneError(error.message);
      }),
  });

  /** What is there and cannot be used is as good as gone; a database that does not answer is not. */
  const orNull = (error: unknown): null => {
    if (!(error instanceof AppError)) throw error;
    onError(error);
    return null;
  };

  async function look(adminAgentId: string): Promise<TenantModel> {
    const known = kept.get(adminAgentId);
    if (known && known.until > now()) return (await known.made)?.model ?? missing(adminAgentId);
    const before = known ? await known.made.catch(() => null) : null;
    const made = make(adminAgentId, before).catch(orNull);
    const next = { until: now() + KEPT_MS, made };
    kept.set(adminAgentId, next);
    const forget = () => {
      if (kept.get(adminAgentId) === next) kept.delete(adminAgentId);
    };
    // What is missing or failed is looked up again next time.
    made.then((found) => found ?? forget()).catch(forget);
    return (await made)?.model ?? missing(adminAgentId);
  }

  return {
    of({ adminAgentId }) {
      if (adminAgentId === null) return Promise.resolve(own);
      if (!documentId.safeParse(adminAgentId).success) return Promise.resolve(missing(adminAgentId));
      return look(adminAgentId);
    },
  };
}
