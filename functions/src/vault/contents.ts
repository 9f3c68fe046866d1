import { z } from 'zod';
import {
  AppError,
  parseJson,
  shopKeys,
  type Credential,
  type Provider,
  type Sealed,
} from '../contracts/index.ts';
import type { Place, Vault } from './vault.ts';

// What is sealed. The address stands beside the keys: they are never sent to a host that they were not given for, whatever
// the document beside them says, and whatever is saved while somebody reads.

const sealedShop = z.object({ url: z.string(), keys: shopKeys });
/** A shop's address with the keys for it. */
export type OpenedShop = z.infer<typeof sealedShop>;

const sealedProvider = z.object({ baseUrl: z.string(), key: z.string() });

function contentOf<S extends z.ZodType>(vault: Vault, sealed: Sealed, place: Place, schema: S): z.output<S> {
  const text = vault.open(sealed, place);
  try {
    return schema.parse(parseJson(text));
  } catch {
    // The error would quote what it met.
    throw new AppError('internal', 'A sealed text opens, but holds something else than it should');
  }
}

type Owned = { readonly tenantId: string; readonly credentialId: string };

export const sealShop = (vault: Vault, owner: Owned, shop: OpenedShop): Sealed =>
  vault.seal(JSON.stringify(shop), { ...owner, kind: 'woocommerce' });

/** @throws AppError `internal` */
export const openShop = (vault: Vault, owner: Owned, { sealed, kind }: Credential): OpenedShop =>
  contentOf(vault, sealed, { ...owner, kind }, sealedShop);

export const sealProviderKey = (vault: Vault, providerId: string, baseUrl: string, key: string): Sealed =>
  vault.seal(JSON.stringify({ baseUrl, key }), { providerId });

/** A provider's key; empty where it has none. @throws AppError `internal`, also where the key is for another address. */
export function openProviderKey(
  vault: Vault,
  providerId: string,
  { key, baseUrl }: Pick<Provider, 'key' | 'baseUrl'>,
): string {
  if (!key) return '';
  const opened = contentOf(vault, key, { providerId }, sealedProvider);
  if (opened.baseUrl !== baseUrl)
    throw new AppError('internal', `The key of provider ${providerId} was given for another address`);
  return opened.key;
}
