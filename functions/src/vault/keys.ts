import { z } from 'zod';
import { AppError } from '../contracts/index.ts';

/** A key of the vault: 32 bytes, and the name that sealed texts give it. */
export type VaultKey = { readonly id: string; readonly bytes: Buffer };

/** The first one seals; all of them open. */
export type VaultKeys = readonly [VaultKey, ...VaultKey[]];

const BYTES = 32;

const entry = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}:[A-Za-z0-9+/]{43}=$/)
  .transform((text): VaultKey => {
    const [id = '', key = ''] = text.split(':');
    return { id, bytes: Buffer.from(key, 'base64') };
  })
  .refine(({ bytes }) => bytes.length === BYTES);

/** For the log and for whoever runs a command: what is wrong with the setting, never anything of what it holds. */
const unusable = (what: string) =>
  new AppError('internal', `VAULT_KEYS ${what}. docs/operations.md says how it is set.`, {
    words: 'Keys cannot be kept or read here at the moment. Whoever runs this installation has to set it up.',
  });

/**
 * The keys in `VAULT_KEYS`: `name:key`, with commas between them, each key 32 bytes in base64.
 * @throws AppError `internal`, which holds no key, where it is missing or cannot be used.
 */
export function parseVaultKeys(setting: string): VaultKeys {
  const entries = setting
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '' && text !== '-');
  const keys = entries.map((text, index) => {
    const parsed = entry.safeParse(text);
    if (!parsed.success)
      throw unusable(`has an entry that is not a name, a colon and 32 bytes in base64: number ${index + 1}`);
    return parsed.data;
  });
  const [first, ...others] = keys;
  if (!first) throw unusable('is not set');
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw unusable('has two keys of one name');
  return [first, ...others];
}
