import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError, type ConnectionKind, type Sealed } from '../contracts/index.ts';
import { type VaultKey, type VaultKeys, parseVaultKeys } from './keys.ts';

/** What a sealed text belongs to. It is authenticated with the text, so that it opens as nothing else. */
export type Place =
  | { readonly tenantId: string; readonly credentialId: string; readonly kind: ConnectionKind }
  | { readonly providerId: string };

/** Seals texts and opens them. Nothing that was opened may go anywhere but into the request that it is for. */
export type Vault = {
  /** The name of the key that seals. */
  readonly keyId: string;
  seal(text: string, place: Place): Sealed;
  /** @throws AppError `internal`, which holds nothing of the text: changed, of another place, or of an unknown key. */
  open(sealed: Sealed, place: Place): string;
};

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** JSON, so that no two places read alike, whatever their ids are. */
const belongingTo = (place: Place): Buffer =>
  Buffer.from(
    JSON.stringify(
      'providerId' in place
        ? ['provider', place.providerId]
        : ['credential', place.tenantId, place.credentialId, place.kind],
    ),
  );

/** For the log. */
const nameOf = (place: Place): string =>
  'providerId' in place
    ? `provider ${place.providerId}`
    : `credential ${place.credentialId} of ${place.tenantId}`;

function seal({ id, bytes }: VaultKey, text: string, place: Place): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(belongingTo(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return {
    keyId: id,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    text: sealed.toString('base64'),
  };
}

/** Only the one spelling that `seal` gives: Node passes over what is no base64, and over bits that stand for nothing. */
function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new Error('Not base64');
  return bytes;
}

function open({ bytes }: VaultKey, sealed: Sealed, place: Place): string {
  // A shorter tag would be easier to guess, and Node takes it unless it is told.
  const decipher = createDecipheriv(CIPHER, bytes, bytesOf(sealed.iv), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(belongingTo(place));
  decipher.setAuthTag(bytesOf(sealed.tag));
  return Buffer.concat([decipher.update(bytesOf(sealed.text)), decipher.final()]).toString('utf8');
}

export function createVault(keys: VaultKeys): Vault {
  const [sealing] = keys;
  return {
    keyId: sealing.id,
    seal: (text, place) => seal(sealing, text, place),
    open(sealed, place) {
      const key = keys.find(({ id }) => id === sealed.keyId);
      if (!key) {
        const named = sealed.keyId.replaceAll(/[^A-Za-z0-9_-]/gu, '?').slice(0, 40);
        throw new AppError(
          'internal',
          `${nameOf(place)} is sealed with key ${named}, which VAULT_KEYS lacks`,
        );
      }
      try {
        return open(key, sealed, place);
      } catch {
        // What the library says of it is of no use to anybody, and goes no further.
        throw new AppError(
          'internal',
          `${nameOf(place)} does not open: it was changed, or belongs elsewhere`,
        );
      }
    },
  };
}

/** The vault of a setting, which is read when it is first needed: without keys, everything else works. */
export function vaultOf(setting: () => string): Vault {
  let vault: Vault | null = null;
  const opened = () => (vault ??= createVault(parseVaultKeys(setting())));
  return {
    get keyId() {
      return opened().keyId;
    },
    seal: (text, place) => opened().seal(text, place),
    open: (sealed, place) => opened().open(sealed, place),
  };
}
