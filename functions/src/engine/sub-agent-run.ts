import type {
  ActorRef,
  ErrorCode,
  Run,
  RunStep,
  SubAgentMessage,
  SubAgentState,
  Task,
} from '../contracts/index.ts';
import { update, type Read } from '../store/documents.ts';
import type { Write } from '../store/port.ts';
import type { ActorDocument } from './actor-document.ts';
import { released } from './actor-state.ts';
import type { Engine } from './engine.ts';
import type { Invocation } from './invocation.ts';
import { byAgent } from './lost-calls.ts';
import { transcriptPath } from './new-task.ts';
import { Recorder } from './recorder.ts';

/** One sub-agent in the hands of one owner: its state, its task as it was read last, and the record of this run. */
export class SubAgentRun {
  readonly engine: Engine;
  readonly invocation: Invocation;
  readonly ref: ActorRef;
  readonly document: ActorDocument<SubAgentState>;
  readonly recorder: Recorder;
  task: Read<Task>;
  /** What its last record says of the run. */
  #ended: Pick<Run, 'outcome' | 'error'> = { outcome: 'released', error: null };

  constructor(
    engine: Engine,
    invocation: Invocation,
    ref: ActorRef,
    document: ActorDocument<SubAgentState>,
    task: Read<Task>,
  ) {
    this.engine = engine;
    this.invocation = invocation;
    this.ref = ref;
    this.document = document;
    this.task = task;
    this.recorder = new Recorder(engine.now(), byAgent(document.state));
  }

  /** The run as it stands, to be written with what is committed. */
  record(
    outcome: Run['outcome'] = 'released',
    error: ErrorCode | null = null,
    decided: readonly RunStep[] = [],
    epoch = this.document.state.epoch,
  ): Write {
    const { tenantId, taskId } = this.document.state;
    this.#ended = { outcome, error };
    const run = { tenantId, epoch, mail: [taskId], outcome, error, now: this.engine.now() };
    return this.recorder.write(this.ref, run, decided);
  }

  /** Ends without a result. What it was told last, at index `unread`, will not be acted on any more. */
  async stop(state: SubAgentState, unread: number | null, record: readonly Write[]): Promise<void> {
    await this.document.change(() => ({
      next: { ...released(state), heeding: null, intent: null },
      writes: [...this.heed(unread), ...record],
    }));
  }

  /** Marks what it was told at an index of its transcript as dealt with. */
  heed(index: number | null): Write[] {
    if (index === null) return [];
    const path = transcriptPath(this.ref, this.ref.actorId, index);
    return [update<SubAgentMessage>(path, { status: 'handled' })];
  }

  log(): void {
    const { agentId } = this.task.value;
    const figures = this.recorder.figures(this.engine.now());
    this.engine.log.write('run', { kind: 'sub_agent', agentId, ...this.#ended, ...figures });
  }
}
