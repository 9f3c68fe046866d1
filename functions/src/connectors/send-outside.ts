import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { OutsideRequest, OutsideResponse, SendOutside } from './connection.ts';
import { isLoopback, isPublic } from './outside/addresses.ts';
import { textOf } from './outside/body.ts';
import { AnswerLost, inWords, inside } from './outside/failures.ts';
import { addressIn, isDoneElsewhere, isRedirect, MOST_REDIRECTS, nextHop, type Hop } from './outside/hop.ts';
import { ToolError } from './tool.ts';

type Address = { readonly address: string; readonly family: number };

type Options = {
  /** In the emulator only: this machine itself may be reached, and http as well as https. */
  readonly allowLoopback?: boolean;
  /** Gives the addresses of a name; the system's unless told otherwise. */
  readonly resolve?: (name: string) => Promise<readonly Address[]>;
  /** Whether an address may be connected to; those of the public internet unless told otherwise. */
  readonly mayReach?: (address: string, port: number) => boolean;
};

const LONGEST_HEADERS = 32_768;

/** Finds an error of ours among the causes of one of undici's. */
function ownError(error: unknown): ToolError | null {
  if (error instanceof ToolError) return error;
  if (error instanceof AggregateError) return error.errors.map(ownError).find((one) => one !== null) ?? null;
  return error instanceof Error && error.cause !== undefined ? ownError(error.cause) : null;
}

/** One connection for one request. It is checked three times, and never used again: what a name means may change. */
class Line {
  /** Something may have been sent. */
  isOpen = false;
  readonly #agent: Agent;

  constructor(
    resolve: NonNullable<Options['resolve']>,
    mayReach: NonNullable<Options['mayReach']>,
    { host, port, protocol }: URL,
  ) {
    const portNumber = Number(port) || (protocol === 'https:' ? 443 : 80);
    const check = (address: string) => {
      if (!mayReach(address, portNumber)) throw inside(host);
    };
    // What a name stands for is looked up once, here; the connection goes to what was checked.
    const addressesOf = callbackify(async (name: string): Promise<readonly [Address, ...Address[]]> => {
      const [first, ...others] = await resolve(name);
      if (!first) throw new ToolError(`There is no server at ${host}.`);
      for (const { address } of [first, ...others]) check(address);
      return [first, ...others];
    });
    const lookup: LookupFunction = (name, { all }, done) =>
      addressesOf(name, (error, found) => {
        if (error) return done(error, '');
        if (all === true) return done(null, [...found]);
        done(null, found[0].address, found[0].family);
      });
    const dial = buildConnector({ lookup, allowH2: false, maxCachedSessions: 0 });
    this.#agent = new Agent({
      pipelining: 0,
      maxHeaderSize: LONGEST_HEADERS,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, done) => {
        try {
          // Node looks up no address that is written as numbers.
          if (isIP(options.hostname) !== 0) check(options.hostname);
        } catch (error) {
          done(error instanceof Error ? error : new Error('Not to be reached.'), null);
          return;
        }
        dial(options, (...[error, socket]) => {
          if (error) return done(error, null);
          try {
            check(socket.remoteAddress ?? '');
          } catch (refused) {
            socket.destroy();
            return done(refused instanceof Error ? refused : new Error('Not to be reached.'), null);
          }
          this.isOpen = true;
          done(null, socket);
        });
      },
    });
  }

  request(hop: Hop, { method, body, signal }: OutsideRequest): Promise<Dispatcher.ResponseData> {
    return this.#agent.request({
      origin: hop.url.origin,
      path: hop.url.pathname + hop.url.search,
      method,
      headers: { 'accept-encoding': 'gzip', ...hop.headers },
      body: body ?? null,
      signal,
    });
  }

  close(): void {
    // Whatever is still under way is of no interest any more.
    this.#agent.destroy().catch(() => undefined);
  }
}

function headersOf(raw: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  return headers;
}

const tooLate = ({ host }: URL): string => `${host} did not answer in time.`;

/** What is told of a failure; nothing of the address but its host. */
function failure(error: unknown, url: URL, line: Line, { method, signal }: OutsideRequest): Error {
  const words = signal.aborted ? tooLate(url) : (ownError(error)?.message ?? inWords(error, url.host));
  if (method !== 'GET' && line.isOpen) return new AnswerLost(words);
  return new ToolError(words);
}

/**
 * The one way to a server that a tenant names. Only https to public addresses, on any port, without any proxy: each
 * address is checked when it is connected to. At most 3 redirects are followed, of a GET only, each checked anew and
 * without the keys where it leads to another origin. An answer may have 5 MB. How long it may take is for the request's signal.
 *
 * What it gives throws a ToolError, in words for the model, where nothing was sent or nothing but reading was asked for;
 * `AnswerLost` where a request that may have changed something was sent and its answer did not come back whole.
 */
export function sendOutside({
  allowLoopback = false,
  resolve = (name) => systemLookup(name, { all: true }),
  mayReach = (address) => isPublic(address) || (allowLoopback && isLoopback(address)),
}: Options = {}): SendOutside {
  const rules = { allowHttp: allowLoopback };

  /** What came back: an answer, or where to go on. */
  async function exchange(hop: Hop, request: OutsideRequest): Promise<OutsideResponse | Hop> {
    const line = new Line(resolve, mayReach, hop.url);
    try {
      const { statusCode: status, headers: raw, body } = await line.request(hop, request);
      const headers = headersOf(raw);
      if (!isRedirect(status)) {
        return { status, headers, body: await textOf(body, headers.get('content-encoding')) };
      }
      if (request.method === 'GET') return nextHop(hop, headers.get('location'), rules);
      if (isDoneElsewhere(status)) throw new Error('What became of it stands somewhere else.');
    } catch (error) {
      throw failure(error, hop.url, line, request);
    } finally {
      line.close();
    }
    throw new ToolError(`${hop.url.host} points to another address, and nothing is changed there.`);
  }

  return async (request) => {
    let hop: Hop = { url: addressIn(request.url, rules), headers: request.headers };
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      if (request.signal.aborted) throw new ToolError(tooLate(hop.url));
      const outcome = await exchange(hop, request);
      if ('status' in outcome) return outcome;
      hop = outcome;
    }
    throw new ToolError(`${hop.url.host} points from one address to the next, without end.`);
  };
}
