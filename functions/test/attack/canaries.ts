import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

/** Secrets that nobody may ever see outside of the requests that they are for. */
export const canaries = {
  shopKey: 'ck_canary_4f9b2d7716c3a85e',
  shopSecret: 'cs_canary_90d1e4ab3358f7c2',
  wrongKey: 'ck_canary_wrong_5a6c7d8e9f01',
  wrongSecret: 'cs_canary_wrong_1b2c3d4e5f60',
  providerKey: 'sk-canary-b7e1c94f20d86a35',
  wrongProviderKey: 'sk-canary-wrong-77aa88bb99cc',
  vaultKey: randomBytes(32).toString('base64'),
  olderVaultKey: randomBytes(32).toString('base64'),
} as const;

const pair = (key: string, secret: string) => Buffer.from(`${key}:${secret}`).toString('base64');

const basic = [pair(canaries.shopKey, canaries.shopSecret), pair(canaries.wrongKey, canaries.wrongSecret)];

/** As text, as the header has them, and without the signs that base64 fills up with. */
const forms: readonly string[] = [...Object.values(canaries), ...basic].map((one) => one.replace(/=+$/u, ''));

/** Which of them stand in something, whatever it is: text, documents, requests, errors with their causes and stacks. */
export function canariesIn(something: unknown): string[] {
  const text =
    typeof something === 'string'
      ? something
      : [inspect(something, { depth: 30, showHidden: true, maxArrayLength: null, maxStringLength: null })]
          .concat(JSON.stringify(something) ?? '')
          .join('\n');
  return forms.filter((form) => text.includes(form));
}

const escaped = (text: string): string =>
  [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** How a server may say what it was sent: each gives a text out of the authorization header, to stand in JSON as it is. */
export const echoes: Readonly<Record<string, (authorization: string) => string>> = {
  'as it came': (authorization) => authorization,
  'taken apart': (authorization) => decoded(authorization),
  'the secret alone': (authorization) => decoded(authorization).split(':').at(-1) ?? '',
  'with each letter as a code of JSON': (authorization) => escaped(decoded(authorization)),
  'the header with each letter as a code of JSON': (authorization) => escaped(authorization),
  'in a sentence': (authorization) => `You sent ${decoded(authorization)}, and ${authorization}!`,
};

function decoded(authorization: string): string {
  const [scheme, value = ''] = authorization.split(' ');
  return scheme === 'Basic' ? Buffer.from(value, 'base64').toString() : value;
}
