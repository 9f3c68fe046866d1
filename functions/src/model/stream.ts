import { toModelError } from './errors.ts';
import { type CallOptions, ModelError } from './port.ts';
import { type CallLimits, startWatchdog } from './watchdog.ts';

/** What one chunk says about the answer; after `finished` it is whole, whatever becomes of the connection. */
export type Progress = 'thinking' | 'answering' | 'finished';

/** Opens the provider's stream; ends it when the signal aborts. */
type Open = (signal: AbortSignal) => PromiseLike<AsyncIterable<unknown>>;

/** The provider's chunks. Only what goes wrong while getting them becomes a ModelError, never a bug in who reads them. */
async function* arriving(open: Open, signal: AbortSignal): AsyncIterable<unknown> {
  try {
    yield* await open(signal);
  } catch (error) {
    throw toModelError(error);
  }
}

/**
 * Feeds a streamed answer to `take`, chunk by chunk, within the limits. Returns when the answer is whole; ends in a
 * ModelError when it was stopped, fell silent, or broke off.
 */
export async function readStream(
  open: Open,
  take: (chunk: unknown) => Progress,
  { signal: caller, limits }: Pick<CallOptions, 'signal'> & { limits: CallLimits },
): Promise<void> {
  const watchdog = startWatchdog(limits);
  let finished = false;
  let failure: ModelError | null = null;
  try {
    for await (const chunk of arriving(open, AbortSignal.any([caller, watchdog.signal]))) {
      const progress = take(chunk);
      finished ||= progress === 'finished';
      watchdog.heard(progress === 'thinking' ? 'thinking' : 'answering');
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    failure = error;
  } finally {
    watchdog.stop();
  }
  if (caller.aborted) throw new ModelError('interrupted', 'stopped by the caller', { transient: false });
  if (finished) return;
  // The SDK ends an aborted stream without an error, so a limit has to be asked for first.
  throw (
    watchdog.expired() ??
    failure ??
    new ModelError('model_unavailable', 'the stream ended before the answer did', { transient: true })
  );
}
