import { AppError, type ActorRef } from '../contracts/index.ts';
import { ModelError } from '../model/index.ts';
import { PreconditionFailed } from '../store/port.ts';
import { LeaseLost, WorldMoved } from './losses.ts';
import { runIdOf } from './recorder.ts';

/** Every line that there is, and how bad it is. docs/operations.md says what each means. */
export const lines = {
  /** A claim of an actor is over, with its figures: the one line of a run in which nothing goes wrong. */
  run: 'info',
  lease_lost: 'info',
  world_moved: 'info',
  chat_removed: 'info',
  model_call_failed: 'warn',
  part_not_written: 'warn',
  message_left_for_later: 'warn',
  swept: 'warn',
  effect_unknown: 'warn',
  step_given_up: 'error',
  mail_given_up: 'error',
  mail_unreadable: 'error',
  document_unreadable: 'error',
  actor_unreadable: 'error',
  agent_unreadable: 'error',
  tenant_unreadable: 'error',
  provider_unreadable: 'error',
  connection_unreadable: 'error',
  wake_failed: 'error',
  callable_failed: 'error',
  job_failed: 'error',
} as const;
export type Line = keyof typeof lines;
export type Level = (typeof lines)[Line];

/** Ids, codes and figures, never content. */
export type Fields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Where lines go. */
export type Sink = (level: Level, line: Line, fields: Fields) => void;

/** Structured log lines. One that is of an actor puts on each line which, and as soon as it is known, which run of it. */
export class Log {
  readonly #sink: Sink;
  readonly #ref: ActorRef | null;
  #epoch: number | null = null;

  constructor(sink: Sink, ref: ActorRef | null = null) {
    this.#sink = sink;
    this.#ref = ref;
  }

  /** The log of one actor, in the hands of one owner. */
  of(ref: ActorRef): Log {
    return new Log(this.#sink, ref);
  }

  /** What is written from now on belongs to this claim of the actor. */
  at(epoch: number): void {
    this.#epoch = epoch;
  }

  write(line: Line, fields: Fields = {}): void {
    this.#sink(lines[line], line, { ...fields, ...this.#about() });
  }

  #about(): Fields {
    if (this.#ref === null) return {};
    const { uid, chatId, actorId } = this.#ref;
    const run = this.#epoch === null ? {} : { epoch: this.#epoch, runId: runIdOf(this.#ref, this.#epoch) };
    return { uid, chatId, actorId, ...run };
  }
}

const severities = { info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const;

/** A line as Cloud Logging takes it. Its name stands in a field of its own, for the filters of metrics and alerts. */
export const entryOf = (level: Level, line: Line, fields: Fields) => ({
  ...fields,
  severity: severities[level],
  message: line,
  event: line,
});

/** Errors whose words are ours, and hold ids and the names of fields at most. */
const ours = [AppError, LeaseLost, WorldMoved, PreconditionFailed, ModelError];

/** A database says what it would not do, and where; it does not say what it was given. */
const isOfDatabase = (error: Error) => 'code' in error && typeof error.code === 'number';

/**
 * What a line may hold of an error. The words of one that is not known may quote what it met: a piece of JSON that cannot
 * be read, the answer of a server. Of such a one the log has the name, and where in the code it arose.
 */
export function knownOf(error: unknown): { readonly error: string; readonly at: string } {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  const { name, message, stack = '' } = error;
  const isKnown = ours.some((kind) => error instanceof kind) || isOfDatabase(error);
  const frames = stack.replace(message, '').split('\n').slice(1);
  return { error: isKnown ? `${name}: ${message}` : name, at: frames.join('\n') };
}

/** For the platform, which logs by itself what a function throws, words and all. */
export const withoutWords = (error: unknown): Error => new Error(knownOf(error).error);
