import { limits, type ErrorCode } from '../contracts/index.ts';
import { ModelError } from './port.ts';

/** How long one call may stay silent, and how long it may take in all; in milliseconds. */
export type CallLimits = {
  readonly firstChunkMs: number;
  readonly nextChunkMs: number;
  readonly callMs: number;
};

export const defaultCallLimits: CallLimits = {
  firstChunkMs: limits.firstChunkMs,
  nextChunkMs: limits.nextChunkMs,
  callMs: limits.callMs,
};

type Watchdog = {
  /** Aborts when a limit ran out. */
  readonly signal: AbortSignal;
  /**
   * Something arrived. A model that is still thinking may be silent for as long as before its first chunk, because
   * providers announce an answer long before its first word; one that is answering may not.
   */
  heard(what: 'thinking' | 'answering'): void;
  stop(): void;
  /** Which limit ran out, if one did. */
  expired(): ModelError | null;
};

/** Watches one model call from now on. */
export function startWatchdog({ firstChunkMs, nextChunkMs, callMs }: CallLimits): Watchdog {
  const controller = new AbortController();
  let error: ModelError | null = null;

  const expireAfter = (ms: number, what: string, code: ErrorCode = 'model_unavailable') =>
    setTimeout(() => {
      // Silence passes; an answer that takes too long would take as long again, and is paid for each time.
      const transient = code === 'model_unavailable';
      error ??= new ModelError(code, `${what} within ${ms} ms`, { transient });
      controller.abort();
    }, ms);

  const whole = expireAfter(callMs, 'no end of the answer', 'model_too_slow');
  let silence = expireAfter(firstChunkMs, 'no first chunk');
  return {
    signal: controller.signal,
    heard(what) {
      clearTimeout(silence);
      silence =
        what === 'thinking'
          ? expireAfter(firstChunkMs, 'no first chunk')
          : expireAfter(nextChunkMs, 'no next chunk');
    },
    stop() {
      clearTimeout(silence);
      clearTimeout(whole);
    },
    expired: () => error,
  };
}
