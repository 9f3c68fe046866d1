import process from 'node:process';

// What an administrator could do to the local world while the page is open: read, change and remove documents, make
// accounts, call functions. All of it over HTTP, as anybody else would have to.

export type Value =
  | string
  | number
  | boolean
  | null
  | Date
  | readonly Value[]
  | { readonly [field: string]: Value };
export type Fields = { readonly [field: string]: Value };

/** A value as Firestore's REST interface writes it. */
type Wire = {
  stringValue?: string;
  integerValue?: string;
  doubleValue?: number;
  booleanValue?: boolean;
  nullValue?: null;
  timestampValue?: string;
  arrayValue?: { values?: Wire[] };
  mapValue?: { fields?: Record<string, Wire> };
};
type WireDocument = { name: string; fields?: Record<string, Wire> };

function toWire(value: Value): Wire {
  if (value === null) return { nullValue: null };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
  if (value instanceof Date) return { timestampValue: value.toISOString() };
  if (Array.isArray(value)) return { arrayValue: { values: value.map((one: Value) => toWire(one)) } };
  return { mapValue: { fields: wireFields(value as Fields) } };
}

const wireFields = (fields: Fields): Record<string, Wire> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toWire(value)]));

function fromWire(wire: Wire): Value {
  if (wire.stringValue !== undefined) return wire.stringValue;
  if (wire.integerValue !== undefined) return Number(wire.integerValue);
  if (wire.doubleValue !== undefined) return wire.doubleValue;
  if (wire.booleanValue !== undefined) return wire.booleanValue;
  if (wire.timestampValue !== undefined) return new Date(wire.timestampValue);
  if (wire.arrayValue) return (wire.arrayValue.values ?? []).map(fromWire);
  return wire.mapValue ? plainFields(wire.mapValue.fields) : null;
}

const plainFields = (fields: Record<string, Wire> = {}): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fromWire(value)]));

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`Run browser tests with \`npm test -- browser\`: it sets ${name}.`);
  return value;
}

/** The emulators' word for "an administrator asks". */
const asAdministrator = { authorization: 'Bearer owner', 'content-type': 'application/json' };

async function firestore(method: string, path: string, body?: object): Promise<Response> {
  const base = `http://${setting('FIRESTORE_EMULATOR_HOST')}/v1/projects/${setting('GCLOUD_PROJECT')}`;
  const separator = path.startsWith(':') ? '' : '/';
  return fetch(`${base}/databases/(default)/documents${separator}${path}`, {
    method,
    headers: asAdministrator,
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function done<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

export async function readDocument(path: string): Promise<Fields | null> {
  const response = await firestore('GET', path);
  if (response.status === 404) return null;
  return plainFields((await done<WireDocument>(response)).fields);
}

/** Sets these fields, and leaves the others as they are; makes the document if there is none. Gives when. */
export async function writeDocument(path: string, fields: Fields): Promise<{ updateTime: string }> {
  const mask = Object.keys(fields).map((field) => `updateMask.fieldPaths=${encodeURIComponent(field)}`);
  return done(await firestore('PATCH', `${path}?${mask.join('&')}`, { fields: wireFields(fields) }));
}

export async function removeDocument(path: string): Promise<void> {
  await done(await firestore('DELETE', path));
}

/** A batch of Firestore's takes so many writes. */
const BATCH = 500;

/** Makes many documents, quickly. */
export async function makeDocuments(
  all: readonly (readonly [path: string, fields: Fields])[],
): Promise<void> {
  const root = `projects/${setting('GCLOUD_PROJECT')}/databases/(default)/documents`;
  for (let at = 0; at < all.length; at += BATCH) {
    const writes = all
      .slice(at, at + BATCH)
      .map(([path, fields]) => ({ update: { name: `${root}/${path}`, fields: wireFields(fields) } }));
    await done(await firestore('POST', ':commit', { writes }));
  }
}

/** Nothing reacts to what is written meanwhile: not for tests that run beside others, whose events would be lost. */
export async function withoutTriggers(write: () => Promise<void>): Promise<void> {
  const hub = `http://${setting('FIREBASE_EMULATOR_HUB')}/functions`;
  await done(await fetch(`${hub}/disableBackgroundTriggers`, { method: 'PUT' }));
  try {
    await write();
  } finally {
    await done(await fetch(`${hub}/enableBackgroundTriggers`, { method: 'PUT' }));
  }
}

export type Stored = { readonly id: string; readonly data: Fields };

/** Without it, a list ends after the first few. */
const MOST = 1_000;

export async function readCollection(path: string): Promise<Stored[]> {
  const response = await firestore('GET', `${path}?pageSize=${MOST}`);
  const { documents = [] } = await done<{ documents?: WireDocument[] }>(response);
  return documents.map(({ name, fields }) => ({
    id: name.slice(name.lastIndexOf('/') + 1),
    data: plainFields(fields),
  }));
}

/** Somebody who has just signed up. */
export type Account = {
  readonly uid: string;
  readonly email: string;
  readonly password: string;
  readonly idToken: string;
};

type Person = { uid: string; email: string; password: string; displayName: string };

/** An account with an id of one's choice. */
export async function makePerson({ uid, ...person }: Person): Promise<void> {
  const base = `http://${setting('FIREBASE_AUTH_EMULATOR_HOST')}/identitytoolkit.googleapis.com/v1`;
  const response = await fetch(`${base}/projects/${setting('GCLOUD_PROJECT')}/accounts`, {
    method: 'POST',
    headers: asAdministrator,
    body: JSON.stringify({ localId: uid, emailVerified: true, ...person }),
  });
  await done(response);
}

let accounts = 0;

export async function makeAccount(name: string): Promise<Account> {
  accounts += 1;
  const credentials = {
    email: `${name.toLowerCase()}-${accounts}-${Date.now()}@example.com`,
    password: `${name}-local`,
  };
  const base = `http://${setting('FIREBASE_AUTH_EMULATOR_HOST')}/identitytoolkit.googleapis.com/v1`;
  const { localId: uid, idToken } = await done<{ localId: string; idToken: string }>(
    await fetch(`${base}/accounts:signUp?key=emulator`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...credentials, displayName: name, returnSecureToken: true }),
    }),
  );
  return { uid, ...credentials, idToken };
}

/** Who has an account signs in anew: their token says what is so by now. */
export async function signIn(person: Omit<Account, 'idToken'>): Promise<Account> {
  const base = `http://${setting('FIREBASE_AUTH_EMULATOR_HOST')}/identitytoolkit.googleapis.com/v1`;
  const { email, password } = person;
  const { idToken } = await done<{ idToken: string }>(
    await fetch(`${base}/accounts:signInWithPassword?key=emulator`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, returnSecureToken: true }),
    }),
  );
  return { ...person, idToken };
}

async function changeAccount(operation: 'delete' | 'update', fields: object): Promise<void> {
  const base = `http://${setting('FIREBASE_AUTH_EMULATOR_HOST')}/identitytoolkit.googleapis.com/v1`;
  await done(
    await fetch(`${base}/projects/${setting('GCLOUD_PROJECT')}/accounts:${operation}`, {
      method: 'POST',
      headers: asAdministrator,
      body: JSON.stringify(fields),
    }),
  );
}

/** What a command would set; the next token says it. */
export const setClaims = ({ uid }: Account, claims: object): Promise<void> =>
  changeAccount('update', { localId: uid, customAttributes: JSON.stringify(claims) });

export const removeAccount = ({ uid }: Account): Promise<void> => changeAccount('delete', { localId: uid });

/** As if they had opened the link in the e-mail that confirms their address. */
export const verifyAddress = ({ uid }: Account): Promise<void> =>
  changeAccount('update', { localId: uid, emailVerified: true });

export const switchOff = ({ uid }: Account): Promise<void> =>
  changeAccount('update', { localId: uid, disableUser: true });

/** Calls a function by HTTP; a callable gets the account as who is calling. */
export const callFunction = (
  name: string,
  { idToken, data = {} }: { idToken?: string; data?: object } = {},
) =>
  fetch(`${setting('MOTHER_FUNCTIONS_URL')}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(idToken !== undefined && { authorization: `Bearer ${idToken}` }),
    },
    body: JSON.stringify({ data }),
  });
