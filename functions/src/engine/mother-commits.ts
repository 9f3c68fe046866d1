import type { ActorRef, MotherState } from '../contracts/index.ts';
import type { MotherEffect } from '../machine/effects.ts';
import type { Write } from '../store/port.ts';
import type { TenantView } from '../tenants/catalogue.ts';
import type { ActorDocument } from './actor-document.ts';
import type { Engine } from './engine.ts';
import type { Invocation } from './invocation.ts';
import { WorldMoved } from './losses.ts';
import { motherWrites, woken } from './mother-writes.ts';
import { runIdOf } from './recorder.ts';
import { WorldView } from './world.ts';

/** How often a decision is made again because a task or a question moved under it. */
const DECISIONS = 6;

/** What is committed of a decision of Mother's: her next state, its effects, and what else is written with them. */
export type Decided = {
  readonly next: MotherState;
  readonly effects: readonly MotherEffect[];
  readonly writes: readonly Write[];
};

/** Mother in one chat, as one owner has her in hand: her state, and the view of the world that she decides on. */
export class MotherCommits {
  readonly engine: Engine;
  readonly ref: ActorRef;
  readonly document: ActorDocument<MotherState>;
  readonly tenant: TenantView;
  readonly #invocation: Invocation;
  #view: WorldView;

  constructor(
    engine: Engine,
    invocation: Invocation,
    ref: ActorRef,
    document: ActorDocument<MotherState>,
    tenant: TenantView,
  ) {
    this.engine = engine;
    this.#invocation = invocation;
    this.ref = ref;
    this.document = document;
    this.tenant = tenant;
    this.#view = this.#newView();
  }

  get view(): WorldView {
    return this.#view;
  }

  #newView(): WorldView {
    return new WorldView(this.engine, this.ref, this.tenant, this.document.state.tenantId);
  }

  /** What was seen before is no longer so. */
  lookAnew(): void {
    this.#view = this.#newView();
  }

  /** Does something that commits; when the world has moved under it, again with a new view of it. */
  async decided<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === DECISIONS) throw error;
        this.engine.log.write('world_moved', { tried });
        this.lookAnew();
      }
    }
  }

  /** Commits a decision, and then wakes those it is mail for. False: there was nothing to commit. */
  async commit(decide: (state: MotherState) => Decided | null): Promise<boolean> {
    const { ref, document } = this;
    let toWake: string[] = [];
    const committed = await document.change((state) => {
      const decided = decide(state);
      if (!decided) return null;
      toWake = woken(decided.effects);
      const { versions } = this.#view;
      const target = { chat: ref, tenantId: state.tenantId, runId: runIdOf(ref, state.epoch), versions };
      return {
        next: decided.next,
        writes: [...motherWrites(target, decided.effects, decided.next), ...decided.writes],
      };
    });
    for (const actorId of toWake) this.#invocation.wake({ ...ref, actorId });
    return committed !== null;
  }
}
