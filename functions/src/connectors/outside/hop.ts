import { ToolError } from '../tool.ts';

/** One request on the way to an answer: the first, or what a redirect leads to. */
export type Hop = { readonly url: URL; readonly headers: Readonly<Record<string, string>> };

/** Redirects that are followed. */
export const MOST_REDIRECTS = 3;

/** Reads an address that something is to be sent to. @throws ToolError in words that repeat nothing but the host. */
export function addressIn(text: string, { allowHttp }: { readonly allowHttp: boolean }): URL {
  if (!URL.canParse(text)) throw new ToolError('The address of the connection is not valid.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:'))
    throw new ToolError('Only addresses that begin with https:// can be used.');
  if (url.username !== '' || url.password !== '')
    throw new ToolError('An address with a user name or a password in it cannot be used.');
  return url;
}

const MOVED = new Set([301, 302, 303, 307, 308]);

export const isRedirect = (status: number): boolean => MOVED.has(status);

/** A redirect that may well say "done, and this is where it can be seen". */
export const isDoneElsewhere = (status: number): boolean => status === 302 || status === 303;

/** What another origin may be told. Above all not the keys. */
const FOR_EVERYBODY = new Set(['accept', 'accept-encoding', 'user-agent']);

const forEverybody = (headers: Hop['headers']): Hop['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => FOR_EVERYBODY.has(name.toLowerCase())));

/** Where a GET that was redirected goes next. @throws ToolError where it may not go there. */
export function nextHop(
  { url, headers }: Hop,
  location: string | null,
  rules: { readonly allowHttp: boolean },
): Hop {
  if (location === null || !URL.canParse(location, url.href))
    throw new ToolError(`${url.host} points to another address that cannot be read.`);
  const next = addressIn(new URL(location, url.href).href, rules);
  if (url.protocol === 'https:' && next.protocol !== 'https:')
    throw new ToolError(`${url.host} points to an address without encryption.`);
  return { url: next, headers: next.origin === url.origin ? headers : forEverybody(headers) };
}
