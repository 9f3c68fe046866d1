import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Ways in which a server lets one down. */
const ways = [
  'cut',
  'busy',
  'closed',
  'broken',
  'long',
  'html',
  'slow',
  'schema',
  'moved',
  'silent',
] as const;
type Way = (typeof ways)[number];

/** How the next requests are answered: those with this method, or all; so many times. */
export type Misbehaviour = { readonly way: Way; readonly method?: string; times: number };

/** Reads what somebody wants of it; null: it makes no sense. */
export function misbehaviourIn(body: Readonly<Record<string, unknown>>): Misbehaviour | null {
  const way = ways.find((one) => one === body['way']);
  const { method, times = 1 } = body;
  if (way === undefined || typeof times !== 'number') return null;
  return { way, times, ...(typeof method === 'string' && { method }) };
}

const page =
  '<!DOCTYPE html><html><body><h1>There has been a critical error on this website.</h1></body></html>';
const LONG = 10_000_000;
const SLOWLY_MS = 15_000;

/** Those that come before anything is done. */
const instead: readonly Way[] = ['busy', 'closed', 'broken', 'html', 'moved'];

export const isInstead = ({ way }: Misbehaviour): boolean => instead.includes(way);

/** Answers in that way. `reply` is what the request would have got. */
export async function misbehave(way: Way, response: ServerResponse, reply: string): Promise<void> {
  const json = { 'content-type': 'application/json; charset=UTF-8' };
  switch (way) {
    case 'cut':
      response.writeHead(200, { ...json, 'content-length': '5000' });
      response.write(reply.slice(0, 20), () => response.destroy());
      return;
    case 'silent':
      response.destroy();
      return;
    case 'busy':
      response.writeHead(429, { ...json, 'retry-after': '30' });
      response.end('{"code":"too_many_requests","message":"Too many requests.","data":{"status":429}}');
      return;
    case 'closed':
      response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '600' });
      response.end('<p>Briefly unavailable for scheduled maintenance.</p>');
      return;
    case 'broken':
      response.writeHead(500, json);
      response.end(
        '{"code":"internal_server_error","message":"There has been a critical error.","data":{"status":500}}',
      );
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      return;
    case 'moved':
      response.writeHead(301, { location: '/moved' }).end();
      return;
    case 'long':
      response.writeHead(200, json).end(`["${'a'.repeat(LONG)}"]`);
      return;
    case 'slow':
      await wait(SLOWLY_MS, undefined, { ref: false });
      response.writeHead(200, json).end(reply);
      return;
    case 'schema':
      response.writeHead(200, json).end('{"data":{"items":[{"identifier":"1042","sum":{"value":4900}}]}}');
      return;
    default:
      way satisfies never;
  }
}
