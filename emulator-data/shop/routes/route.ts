import type { Stock } from '../stock.ts';

/** A request that has the keys. */
export type Asked = {
  readonly stock: Stock;
  /** What stands for the parts in brackets of the route's path. */
  readonly ids: readonly number[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
};

/** What is answered; `total` for a list, of which `body` is one page. */
export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly total?: number;
  readonly pages?: number;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below /wp-json/wc/v3. */
  readonly path: RegExp;
  readonly answer: (asked: Asked) => Reply;
};

/** An error as WordPress writes it. */
export class ShopError extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string>> | undefined;

  constructor(status: number, code: string, message: string, params?: Record<string, string>) {
    super(message);
    this.status = status;
    this.code = code;
    this.params = params;
  }
}

export const invalid = (name: string, why: string): ShopError =>
  new ShopError(400, 'rest_invalid_param', `Invalid parameter(s): ${name}`, { [name]: why });

export const missing = (name: string): ShopError =>
  new ShopError(400, 'rest_missing_callback_param', `Missing parameter(s): ${name}`);

const MOST_PER_PAGE = 100;

function whole(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw invalid(name, `${name} must be between 1 (inclusive) and ${most} (inclusive)`);
  return value;
}

/** One page of a list, as `page` and `per_page` ask for. */
export function paged<T>(query: URLSearchParams, all: readonly T[], shown: (one: T) => unknown): Reply {
  const perPage = whole(query, 'per_page', 10, MOST_PER_PAGE);
  const page = whole(query, 'page', 1, Number.MAX_SAFE_INTEGER);
  const begin = (page - 1) * perPage;
  return {
    status: 200,
    body: all.slice(begin, begin + perPage).map(shown),
    total: all.length,
    pages: Math.ceil(all.length / perPage),
  };
}

/** The numbers of a list such as "1,2". */
export const idsIn = (query: URLSearchParams, name: string): number[] | null =>
  query.get(name)?.split(',').map(Number) ?? null;

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u;

/** Whether a moment in the shop's own time lies after `after` and before `before`. */
export function isWithin(query: URLSearchParams, local: string): boolean {
  const dateOf = (name: string, otherwise: string) => {
    const value = query.get(name) ?? otherwise;
    if (!DATE.test(value)) throw invalid(name, 'Invalid date.');
    return value;
  };
  return local > dateOf('after', '0000-01-01T00:00:00') && local < dateOf('before', '9999-12-31T23:59:59');
}

export const holds = (word: string | null, ...texts: readonly string[]): boolean =>
  word === null || texts.some((text) => text.toLowerCase().includes(word.toLowerCase()));
