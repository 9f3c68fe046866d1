import { MOTHER, paths, type ActorState } from '../../src/contracts/index.ts';
import { isLapsed, isLeased, parseMother, parseSubAgent } from '../../src/engine/actor-state.ts';
import type { TestWorld } from './test-world.ts';

/** Whether somebody is at work on an actor, nobody is, or somebody was who died. */
type Lease = 'held' | 'none' | 'run out';

/**
 * In which states, as the documents tell them, everything was when a test looked: compared with the states that the
 * contracts know, it tells whether one was left out.
 */
export class SeenStates {
  readonly tasks = new Set<string>();
  readonly phases = new Set<string>();
  readonly questions = new Set<string>();
  readonly replies = new Set<string>();
  readonly mail = new Set<string>();
  readonly mothersLease = new Set<Lease>();
  readonly agentsLease = new Set<Lease>();

  async look(world: TestWorld): Promise<void> {
    const { chat, database } = world;
    const lease = (state: ActorState): Lease => {
      const now = world.engine.now();
      if (isLeased(state, now)) return 'held';
      return isLapsed(state, now) ? 'run out' : 'none';
    };
    for (const { status } of await world.tasks()) this.tasks.add(status);
    for (const { status } of await world.questions()) this.questions.add(status);
    for (const { status } of await world.said()) this.replies.add(status);
    for (const { data } of await world.documents(paths.mail.all(chat))) this.mail.add(String(data['kind']));
    for (const { id } of await world.subAgents()) {
      const stored = await database.get(paths.states.one(chat, id));
      if (!stored) continue;
      const { value } = parseSubAgent(stored);
      this.phases.add(value.phase);
      this.agentsLease.add(lease(value));
    }
    const own = await database.get(paths.states.one(chat, MOTHER));
    if (own) this.mothersLease.add(lease(parseMother(own).value));
  }
}
