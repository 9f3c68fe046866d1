import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { logger } from 'firebase-functions';
import { defineInt, defineSecret, defineString } from 'firebase-functions/params';
import { z } from 'zod';
import { limits, micros } from './contracts/index.ts';
import { allTools, sendOutside } from './connectors/index.ts';
import type { Engine } from './engine/engine.ts';
import { Log, entryOf, knownOf } from './engine/log.ts';
import { createModel, type CallLimits } from './model/index.ts';
import { firestoreStore } from './store/firestore.ts';
import type { Store } from './store/port.ts';
import { createCatalogue } from './tenants/catalogue.ts';
import { createConnect } from './tenants/connect.ts';
import { createTenantModels, type TenantModel } from './tenants/tenant-models.ts';
import { type Vault, vaultOf } from './vault/vault.ts';

/** What a deployment sets: see README, "A real model". */
const openaiKey = defineSecret('OPENAI_API_KEY');
const openaiBaseUrl = defineSecret('OPENAI_BASE_URL');
/** What seals the keys of connections and providers: see docs/operations.md. */
const vaultKeys = defineSecret('VAULT_KEYS');
const model = defineString('MODEL', {
  default: 'gpt-5.2',
  description: 'The model that Mother and her agents use.',
});
const modelApi = defineString('MODEL_API', {
  default: 'auto',
  description: 'responses (OpenAI), chat (compatible servers), or auto: chat where a base URL is set.',
});

const appUrlParameter = defineString('APP_URL', {
  default: '',
  description:
    'Where the page is, for links in e-mails. Empty: at the address that Hosting gives the project.',
});

/** Where the page is, without a slash at the end. */
export const appUrl = (): string =>
  appUrlParameter.value().replace(/\/+$/u, '') || `https://${process.env['GCLOUD_PROJECT']}.web.app`;

const firstChunkSeconds = defineInt('MODEL_FIRST_CHUNK_SECONDS', {
  default: limits.firstChunkMs / 1_000,
  description: 'How long the model may think before its first word.',
});
const nextChunkSeconds = defineInt('MODEL_NEXT_CHUNK_SECONDS', {
  default: limits.nextChunkMs / 1_000,
  description: 'How long it may be silent after that.',
});
const callSeconds = defineInt('MODEL_CALL_SECONDS', {
  default: limits.callMs / 1_000,
  description: 'How long one call may take in all.',
});

const dollars = (what: string) => ({
  default: '0',
  description: `What a million ${what} tokens of MODEL cost, in US dollars: for budgets. 0: not counted.`,
});
const inputPrice = defineString('MODEL_PRICE_INPUT', dollars('input'));
const cachedPrice = defineString('MODEL_PRICE_CACHED', dollars('cached input'));
const outputPrice = defineString('MODEL_PRICE_OUTPUT', dollars('output'));

/** Dollars as text -> micros. */
const priceSchema = z
  .string()
  .regex(/^\d*(\.\d+)?$/)
  .transform((text) => Math.round(Number(text) * 1_000_000))
  .pipe(micros);

const apiSchema = z.enum(['auto', 'responses', 'chat']);
/** Not longer than the default: an invocation has to be able to hand over before the platform ends it. */
const secondsSchema = z
  .int()
  .min(1)
  .max(limits.callMs / 1_000);

const callLimits = (): CallLimits => ({
  firstChunkMs: secondsSchema.parse(firstChunkSeconds.value()) * 1_000,
  nextChunkMs: secondsSchema.parse(nextChunkSeconds.value()) * 1_000,
  callMs: secondsSchema.parse(callSeconds.value()) * 1_000,
});

/** A secret that is to be empty holds a dash: Secret Manager stores no empty value. */
const unlessDash = (value: string) => (value.trim() === '-' ? '' : value.trim());

/** On somebody's own machine. */
export const isEmulated: boolean = process.env['FUNCTIONS_EMULATOR'] === 'true';

/**
 * Whether callables demand an App Check token: always in production, unless it is switched off (`APP_CHECK=off` in
 * functions/.env) for a deployment that has no site key yet. The emulator has none to check.
 */
export const enforceAppCheck: boolean =
  !isEmulated && z.enum(['on', 'off']).default('on').parse(process.env['APP_CHECK']) === 'on';

/** Every function runs with these; the platform delivers an event again when its handler throws. */
export const settings = {
  region: 'us-central1',
  memory: '512MiB',
  concurrency: 20,
  maxInstances: 50,
  timeoutSeconds: 540,
} as const;

export const eventSettings = { ...settings, retry: true, secrets: [openaiKey, openaiBaseUrl, vaultKeys] };

let store: Store | null = null;

export function theStore(): Store {
  if (store) return store;
  store = firestoreStore(getFirestore(initializeApp()));
  return store;
}

/** For a callable that seals or opens. */
export const vaultSecrets = [vaultKeys];

export const theVault: Vault = vaultOf(() => vaultKeys.value());

const after: Engine['after'] = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** By `write`: the logger's `error` puts a stack in the place of the line's name. */
export const log: Log = new Log((level, line, fields) => logger.write(entryOf(level, line, fields)));

/** Opens a tenant's connection. The demo shop is on the same machine as the emulator. */
export const connect: Engine['connect'] = (tenantId, credentialId) =>
  createConnect({
    store: theStore(),
    vault: theVault,
    send: sendOutside({ allowLoopback: isEmulated }),
    onError: (error) => log.write('connection_unreadable', knownOf(error)),
  })(tenantId, credentialId);

/** The model of the deployment, for tenants that choose none. */
function ownModel(): TenantModel {
  const api = apiSchema.parse(modelApi.value());
  const port = createModel({
    model: model.value(),
    apiKey: unlessDash(openaiKey.value()),
    baseURL: unlessDash(openaiBaseUrl.value()),
    api: api === 'auto' ? undefined : api,
    limits: callLimits(),
  });
  const price = {
    input: priceSchema.parse(inputPrice.value()),
    cached: priceSchema.parse(cachedPrice.value()),
    output: priceSchema.parse(outputPrice.value()),
  };
  return { port, adminAgentId: '', name: 'Mother', persona: '', price, model: model.value() };
}

let engine: Engine | null = null;

/** The engine of this process, made at the first event: parameters have no values before. */
export function theEngine(): Engine {
  if (engine) return engine;
  const now = () => Date.now();
  const own = ownModel();
  engine = {
    store: theStore(),
    models: createTenantModels({
      store: theStore(),
      vault: theVault,
      own,
      limits: callLimits(),
      now,
      onError: (error) => log.write('provider_unreadable', knownOf(error)),
    }),
    tools: allTools,
    catalogue: createCatalogue(theStore(), now, (error) => log.write('agent_unreadable', knownOf(error))),
    connect,
    log,
    now,
    nonce: randomUUID,
    sleep: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => undefined),
    after,
  };
  return engine;
}
