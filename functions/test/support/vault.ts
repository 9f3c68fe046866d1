import { randomBytes } from 'node:crypto';
import { parseVaultKeys } from '../../src/vault/keys.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';

/** One entry of VAULT_KEYS: a new key of this name. */
export const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

/** A vault with these keys, the first of which seals. */
export const vaultWith = (...keys: readonly string[]): Vault => createVault(parseVaultKeys(keys.join(',')));
