import { z } from 'zod';
import { price, versioned } from './base.ts';
import { limits } from './limits.ts';
import { at } from './time.ts';

/**
 * A text that only the vault can read: AES-256-GCM, each part in base64. The key is named by its id; what the text
 * belongs to is authenticated with it, so that it opens nowhere else.
 */
export const sealed = z.object({ keyId: z.string(), iv: z.string(), tag: z.string(), text: z.string() });
export type Sealed = z.infer<typeof sealed>;

/** What a connection is to. */
export const connectionKind = z.enum(['woocommerce']);
export type ConnectionKind = z.infer<typeof connectionKind>;

/** What is sealed of a connection to a WooCommerce shop, with its address. */
export const shopKeys = z.object({
  consumerKey: z.string().min(1).max(limits.secretLength),
  consumerSecret: z.string().min(1).max(limits.secretLength),
});
export type ShopKeys = z.infer<typeof shopKeys>;

/** tenants/{tid}/credentials/{cid}: the vault. No client reads it. */
export const credential = z.object({
  ...versioned,
  kind: connectionKind,
  sealed,
  createdAt: at,
  updatedAt: at,
});
export type Credential = z.infer<typeof credential>;

/** tenants/{tid}/credential_summaries/{cid}: what an admin sees of a connection. */
export const credentialSummary = z.object({
  ...versioned,
  kind: connectionKind,
  label: z.string().min(1).max(limits.nameLength),
  /** The address of the shop: no secret, and the only host that the keys are sent to. */
  url: z.string(),
  /** The last four characters of the key. */
  lastFour: z.string().max(4),
  /** The last try of it: when, and what was wrong in words for the admin (null: nothing). */
  checkedAt: at.nullable().default(null),
  problem: z.string().nullable().default(null),
  createdAt: at,
  updatedAt: at,
});
export type CredentialSummary = z.infer<typeof credentialSummary>;

/** providers/{id}: who serves models, with its key. Super-admins only, through callables. */
export const provider = z.object({
  ...versioned,
  name: z.string().min(1).max(limits.nameLength),
  /** `responses`: OpenAI's own API. `chat`: Chat Completions, which every compatible server speaks. */
  adapter: z.enum(['responses', 'chat']),
  /** Empty: OpenAI's. */
  baseUrl: z.string().max(limits.urlLength),
  /** Null: the server asks for none. */
  key: sealed.nullable(),
  lastFour: z.string().max(4),
  createdAt: at,
  updatedAt: at,
});
export type Provider = z.infer<typeof provider>;

export const reasoningEffort = z.enum(['none', 'low', 'medium', 'high']);
export type ReasoningEffort = z.infer<typeof reasoningEffort>;

/** admin_agents/{id}: a Mother that tenants can choose. */
export const adminAgent = z.object({
  ...versioned,
  name: z.string().min(1).max(limits.nameLength),
  description: z.string().max(limits.descriptionLength),
  providerId: z.string(),
  model: z.string().min(1).max(limits.nameLength),
  /** Null: the model's own default. */
  reasoningEffort: reasoningEffort.nullable(),
  persona: z.string().max(limits.personaLength),
  price,
  createdAt: at,
  updatedAt: at,
});
export type AdminAgent = z.infer<typeof adminAgent>;
