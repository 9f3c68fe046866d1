import { APIConnectionError, APIError } from 'openai';
import type { ErrorCode } from '../contracts/index.ts';
import { ModelError } from './port.ts';
import { retryAfterMs } from './retry-after.ts';

/** What providers say in `error.code` or `error.type`, where that tells more than the status. */
const REASONS: ReadonlyMap<string, ErrorCode> = new Map([
  ['insufficient_quota', 'model_quota'],
  ['billing_hard_limit_reached', 'model_quota'],
  ['billing_not_active', 'model_quota'],
  ['content_filter', 'model_refused'],
  ['content_policy_violation', 'model_refused'],
  ['invalid_prompt', 'model_refused'],
  ['bio_policy', 'model_refused'],
  ['misalignment_policy_violation', 'model_refused'],
  ['context_length_exceeded', 'context_too_long'],
]);

/** The same, for errors inside of a stream: they have no status. */
const STREAMED_REASONS: ReadonlyMap<string, ErrorCode> = new Map([
  ['invalid_api_key', 'model_unauthorized'],
  ['rate_limit_exceeded', 'model_busy'],
  ['rate_limit_error', 'model_busy'],
  ['invalid_request_error', 'model_rejected'],
]);

const TRANSIENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['model_busy', 'model_unavailable']);

function codeOfStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'model_unauthorized';
  if (status === 402) return 'model_quota';
  if (status === 429) return 'model_busy';
  // A timeout, a conflict and "too early" go away by themselves, like everything that is the server's fault.
  if (status >= 500 || status === 408 || status === 409 || status === 425) return 'model_unavailable';
  return 'model_rejected';
}

function firstKnown(
  reasons: readonly string[],
  known: ReadonlyMap<string, ErrorCode>,
): ErrorCode | undefined {
  return reasons.map((reason) => known.get(reason)).find((code) => code !== undefined);
}

/** The provider's own identifier for a log; anything that could be free text, or a key, is left out. */
const identifier = (reasons: readonly string[]): string =>
  reasons.find((reason) => reason.length <= 60 && /^[A-Za-z]+(?:[_.][A-Za-z]+)*$/.test(reason)) ??
  'no reason given';

/** An error that the provider reported, by status (if it had one) and by its own names for it. */
export function providerError(
  status: number | undefined,
  reasons: readonly string[],
  wait: number | null = null,
): ModelError {
  const code =
    firstKnown(reasons, REASONS) ??
    (status === undefined
      ? (firstKnown(reasons, STREAMED_REASONS) ?? 'model_unavailable')
      : codeOfStatus(status));
  const where = status === undefined ? 'in the stream' : `with status ${status}`;
  return new ModelError(code, `the provider reported an error ${where}: ${identifier(reasons)}`, {
    transient: TRANSIENT.has(code),
    retryAfterMs: TRANSIENT.has(code) ? wait : null,
  });
}

/** Some servers put the HTTP status into `error.code` of an error inside of a stream. */
function statusIn(code: unknown): number | undefined {
  const status = Number(code);
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : undefined;
}

/** The system's name for a failed connection, such as ECONNREFUSED; it stands deep in the chain of causes. */
function systemCode(error: unknown, depth = 5): string {
  if (depth === 0 || !(error instanceof Error)) return 'no code given';
  if ('code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(error.code))
    return error.code;
  return systemCode(error.cause, depth - 1);
}

/** There is no such name, or nothing listens there. */
const NOBODY_THERE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ECONNREFUSED']);

/**
 * Whatever the SDK threw, as a ModelError. The original is not kept as a cause: its message can hold the prompt or a
 * part of the key, and whoever logs an error logs its causes too.
 */
export function toModelError(error: unknown): ModelError {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) {
    const why = systemCode(error);
    return new ModelError('model_unavailable', `the connection failed: ${why}`, {
      transient: true,
      isReached: !NOBODY_THERE.has(why),
    });
  }
  const reasons = [error.code, error.type].filter((reason) => typeof reason === 'string');
  const wait = error.headers === undefined ? null : retryAfterMs(error.headers, Date.now());
  return providerError(error.status ?? statusIn(error.code), reasons, wait);
}
