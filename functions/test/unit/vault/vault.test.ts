import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AppError, type Credential, type Sealed } from '../../../src/contracts/index.ts';
import { openProviderKey, openShop, sealProviderKey, sealShop } from '../../../src/vault/contents.ts';
import { parseVaultKeys } from '../../../src/vault/keys.ts';
import { vaultOf, type Place } from '../../../src/vault/vault.ts';
import { NOW } from '../../support/factories.ts';
import { newKey, vaultWith } from '../../support/vault.ts';

const TEXT = 'ck_canary „with“ 🗝';
const [first, second] = [newKey('first'), newKey('second')];
const place: Place = { tenantId: 'acme', credentialId: 'shop', kind: 'woocommerce' };

/** The error of something that has to fail, with all that a log could make of it. */
function failureOf(work: () => unknown): { error: AppError; shown: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return { error, shown: inspect(error, { depth: 10, showHidden: true }) };
    throw error;
  }
  throw new Error('It worked');
}

describe('what is sealed', () => {
  const vault = vaultWith(first, second);

  it('opens as what it was, and shows nothing of it', () => {
    const sealed = vault.seal(TEXT, place);
    expect(vault.open(sealed, place)).toBe(TEXT);
    expect(JSON.stringify(sealed)).not.toContain('canary');
    expect(sealed.keyId).toBe('first');
    expect(Buffer.from(sealed.iv, 'base64')).toHaveLength(12);
    expect(Buffer.from(sealed.tag, 'base64')).toHaveLength(16);
  });

  it('looks different each time', () => {
    const all = Array.from({ length: 100 }, () => vault.seal(TEXT, place));
    for (const part of ['iv', 'tag', 'text'] as const)
      expect(new Set(all.map((sealed) => sealed[part])).size).toBe(100);
  });

  it('an empty text, and a long one', () => {
    for (const text of ['', 'x'.repeat(100_000)])
      expect(vault.open(vault.seal(text, place), place)).toBe(text);
  });

  it.each<[string, Place]>([
    ['another tenant', { ...place, tenantId: 'other' }],
    ['another credential', { ...place, credentialId: 'other' }],
    // There is one kind today; a document says whatever it says.
    ['another kind', { ...place, kind: JSON.parse('"http"') as 'woocommerce' }],
    ['a provider of the same id', { providerId: 'shop' }],
    ['ids that read the same together', { ...place, tenantId: 'acme","shop', credentialId: '' }],
  ])('as that of %s -> does not open', (_, other) => {
    const sealed = vault.seal(TEXT, place);
    const { error, shown } = failureOf(() => vault.open(sealed, other));
    expect(error.message).toMatch(/does not open/);
    expect(shown).not.toContain('canary');
  });

  it('a provider’s key as another provider’s -> does not open', () => {
    const sealed = vault.seal(TEXT, { providerId: 'openai' });
    expect(vault.open(sealed, { providerId: 'openai' })).toBe(TEXT);
    expect(failureOf(() => vault.open(sealed, { providerId: 'other' })).error.code).toBe('internal');
  });

  it('each character of it changed -> does not open', () => {
    const sealed = vault.seal(TEXT, place);
    let tried = 0;
    for (const part of ['iv', 'tag', 'text'] as const) {
      for (let at = 0; at < sealed[part].length; at += 1) {
        const old = sealed[part].charAt(at);
        for (const other of ['A', 'B', 'g', '=', ' '].filter((one) => one !== old)) {
          const changed = {
            ...sealed,
            [part]: sealed[part].slice(0, at) + other + sealed[part].slice(at + 1),
          };
          expect(failureOf(() => vault.open(changed, place)).error.message).toMatch(/does not open/);
          tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(200);
  });

  it.each<[string, (sealed: Sealed) => Sealed]>([
    [
      'a tag that is cut',
      (sealed) => ({ ...sealed, tag: Buffer.from(sealed.tag, 'base64').subarray(0, 4).toString('base64') }),
    ],
    ['no tag', (sealed) => ({ ...sealed, tag: '' })],
    ['no iv', (sealed) => ({ ...sealed, iv: '' })],
    ['no text', (sealed) => ({ ...sealed, text: '' })],
    ['more text', (sealed) => ({ ...sealed, text: `${sealed.text}AAAA` })],
    ['the name of another key', (sealed) => ({ ...sealed, keyId: 'second' })],
  ])('%s -> does not open', (_, change) => {
    const changed = change(vault.seal(TEXT, place));
    expect(failureOf(() => vault.open(changed, place)).error.message).toMatch(/does not open/);
  });

  it('with a key that is not there -> says which one, and no key', () => {
    const sealed = vaultWith(second).seal(TEXT, place);
    const { error, shown } = failureOf(() => vaultWith(first).open(sealed, place));
    expect(error.message).toBe('credential shop of acme is sealed with key second, which VAULT_KEYS lacks');
    for (const key of [first, second]) expect(shown).not.toContain(key.split(':')[1]);
  });

  it('a key’s name that somebody wrote into the document is not repeated as it is', () => {
    const { error } = failureOf(() =>
      vault.open({ ...vault.seal(TEXT, place), keyId: 'a\nb <script>' }, place),
    );
    expect(error.message).toContain('key a?b??script?,');
  });
});

describe('the keys of a vault', () => {
  it('the first one seals, all open', () => {
    const old = vaultWith(first).seal(TEXT, place);
    const both = vaultWith(second, first);
    expect(both.seal(TEXT, place).keyId).toBe('second');
    expect(both.open(old, place)).toBe(TEXT);
  });

  it('spaces and lines between them do not count', () => {
    expect(parseVaultKeys(` ${first} ,\n${second},`).map(({ id }) => id)).toEqual(['first', 'second']);
  });

  const secret = 'canary/canary/canary/canary/canary/canary/A=';
  it.each([
    ['nothing', '', 'is not set'],
    ['a dash', '-', 'is not set'],
    ['a key without a name', secret, 'number 1'],
    ['a key that is too short', `${first},k:${secret.slice(4)}`, 'number 2'],
    ['a key that is no base64', `k:${secret.replace('y', '!')}`, 'number 1'],
    ['a name with a space', `a b:${secret}`, 'number 1'],
    ['JSON', `{"k":"${secret}"}`, 'number 1'],
    ['one name twice', `k:${secret},k:${secret}`, 'two keys of one name'],
  ])('%s -> says what is wrong, and nothing of it', (_, setting, says) => {
    const { error, shown } = failureOf(() => parseVaultKeys(setting));
    expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining(says) });
    expect(error.message).toContain('VAULT_KEYS');
    expect(`${shown} ${error.shown.message}`).not.toContain('canary');
  });

  it('are read when they are needed first, and once', () => {
    let asked = 0;
    const vault = vaultOf(() => {
      asked += 1;
      return first;
    });
    expect(asked).toBe(0);
    expect(vault.open(vault.seal(TEXT, place), place)).toBe(TEXT);
    expect(vault.keyId).toBe('first');
    expect(asked).toBe(1);
  });
});

describe('what is in it', () => {
  const vault = vaultWith(first);
  const owner = { tenantId: 'acme', credentialId: 'shop' };
  const shop = { url: 'https://shop.example', keys: { consumerKey: 'ck_1', consumerSecret: 'cs_canary' } };
  const stored = (sealed: Sealed): Credential => ({
    schemaVersion: 1,
    kind: 'woocommerce',
    sealed,
    createdAt: NOW,
    updatedAt: NOW,
  });

  it('a shop’s keys come with the address that they were given for', () => {
    expect(openShop(vault, owner, stored(sealShop(vault, owner, shop)))).toEqual(shop);
  });

  it('something else than a shop -> said so, without what it is', () => {
    for (const text of ['canary', '{"canary":1}', '"canary"']) {
      const sealed = vault.seal(text, { ...owner, kind: 'woocommerce' });
      const { error, shown } = failureOf(() => openShop(vault, owner, stored(sealed)));
      expect(error.message).toMatch(/holds something else/);
      expect(shown).not.toContain('canary');
    }
  });

  it('a provider’s key opens for its address only', () => {
    const key = sealProviderKey(vault, 'p', 'https://a.example/v1', 'sk-canary');
    expect(openProviderKey(vault, 'p', { key, baseUrl: 'https://a.example/v1' })).toBe('sk-canary');
    const { error, shown } = failureOf(() =>
      openProviderKey(vault, 'p', { key, baseUrl: 'https://b.example/v1' }),
    );
    expect(error.message).toBe('The key of provider p was given for another address');
    expect(shown).not.toContain('canary');
  });

  it('a provider without a key has none', () => {
    expect(openProviderKey(vault, 'p', { key: null, baseUrl: '' })).toBe('');
  });
});
