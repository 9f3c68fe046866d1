import {
  SCHEMA_VERSION,
  addUsage,
  limits,
  noUsage,
  paths,
  type ActorRef,
  type ErrorCode,
  type MotherState,
  type Run,
  type RunStep,
  type ToolCall,
  type Usage,
} from '../contracts/index.ts';
import type { ToolResult } from '../connectors/index.ts';
import type { ModelError } from '../model/index.ts';
import { redacted } from './redact.ts';
import { set } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';

/** `usage`: null where the provider does not say. */
type ModelCall = {
  model: string;
  usage: Usage | null;
  costMicros: number;
  ms: number;
  error: ErrorCode | null;
};

/** Whose run it is: an agent by its version, or Mother by the admin agent that she is (empty: the deployment's model). */
type By = Pick<Run, 'agentId' | 'agentName' | 'agentVersion'>;

const mother: By = { agentId: '', agentName: 'Mother', agentVersion: null };

/** One run an actor and claim. */
export const runIdOf = ({ uid, chatId, actorId }: ActorRef, epoch: number): string =>
  `${uid}-${chatId}-${actorId}-${epoch}`;

/** The run of what Mother decided without a model, in one commit, by her revision before it. */
export const settledRunId = (ref: ActorRef, { epoch, rev }: Pick<MotherState, 'epoch' | 'rev'>): string =>
  `${runIdOf(ref, epoch)}-${rev}`;

/**
 * Collects what happens in one run of one actor, for the audit record: ids, names and figures, what was asked, and what went
 * into tools and came out of them, redacted and cut. Never a prompt, and never a message.
 */
export class Recorder {
  readonly #startedAt: number;
  readonly #steps: Run['steps'] = [];
  #usage: Usage = noUsage;
  #fresh: Usage = noUsage;
  #costMicros = 0;
  /** How much of what goes into tools and comes out of them it still has room for, in characters. */
  #room = limits.auditTotal;
  #by: By;

  constructor(startedAt: number, by: By = mother) {
    this.#startedAt = startedAt;
    this.#by = by;
  }

  modelCall(call: ModelCall): void {
    const usage = call.usage ?? { ...noUsage, modelCalls: 1 };
    this.#steps.push({ kind: 'model_call', ...call, usage });
    this.#costMicros += call.costMicros;
    this.#usage = addUsage(this.#usage, usage);
    this.#fresh = addUsage(this.#fresh, usage);
  }

  modelFailure({ code, usage }: Pick<ModelError, 'code' | 'usage'>, costMicros: number, ms: number): void {
    this.modelCall({ model: '', usage, costMicros, ms, error: code });
  }

  /** A tool call, with what went in and came out, redacted and cut; in a very long run with neither. */
  toolCall(
    { name, arguments: input }: Pick<ToolCall, 'name' | 'arguments'>,
    given: ToolResult,
    ms: number,
  ): void {
    const { ok, unknown = false, content } = given;
    this.add({
      kind: 'tool_call',
      name: name.slice(0, limits.toolNameLength),
      ok,
      unknown,
      input: this.#kept(input),
      output: this.#kept(content),
      ms,
    });
  }

  #kept(text: string): string {
    const short = redacted(text);
    if (short.length > this.#room) return '…';
    this.#room -= short.length;
    return short;
  }

  /** Whatever else the run did. */
  add(step: RunStep): void {
    this.#steps.push(step);
  }

  /** Says whose run it is, once that is known. */
  by(by: By): void {
    this.#by = by;
  }

  /** What was used since this was last asked. */
  takeUsage(): Usage {
    const fresh = this.#fresh;
    this.#fresh = noUsage;
    return fresh;
  }

  /** What the run took so far, for its line in the log. */
  figures(now: number): Readonly<Record<'ms' | 'toolCalls' | keyof Usage, number>> {
    const toolCalls = this.#steps.filter(({ kind }) => kind === 'tool_call').length;
    return { ms: now - this.#startedAt, toolCalls, ...this.#usage };
  }

  /**
   * The record so far as a write, to be stored in each commit of the run: what a process did is on record, however it
   * ends. Until the run has an outcome it counts as released. `decided`: what the same commit does.
   */
  write(
    ref: ActorRef,
    run: {
      tenantId: string;
      epoch: number;
      mail: readonly string[];
      outcome: Run['outcome'];
      error: ErrorCode | null;
      now: number;
    },
    decided: readonly RunStep[] = [],
    id = runIdOf(ref, run.epoch),
  ): Write {
    const { now, mail, ...rest } = run;
    return set<Run>(paths.runs.one(id), {
      schemaVersion: SCHEMA_VERSION,
      uid: ref.uid,
      chatId: ref.chatId,
      actorId: ref.actorId,
      ...this.#by,
      costMicros: this.#costMicros,
      ...rest,
      mail: [...mail],
      steps: [...this.#steps, ...decided],
      feedback: null,
      usage: this.#usage,
      ms: now - this.#startedAt,
      createdAt: SERVER_TIME,
    });
  }
}
