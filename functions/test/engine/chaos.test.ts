import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { sweep } from '../../src/engine/sweep.ts';
import { recover } from '../support/crash.ts';
import { Dispatcher, writeNextLine } from '../support/dispatcher.ts';
import { finalState } from '../support/final-state.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { scenes, twoAlike, twoAtOnce, type Scene } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

// Any schedule of deliveries, deaths and failures of the database ends like a clean delivery: tried on random ones.
// A failing schedule is made smaller and printed.

/** Fewer than an actor may meet at one step before it gives up. */
const MOST_FAULTS = 3;

const fault = fc.record({
  /** Which access to the database, counted over all processes. */
  at: fc.nat(160),
  kind: fc.constantFrom('dies before', 'dies after', 'is refused', 'loses the reply'),
});
type Fault = {
  readonly at: number;
  readonly kind: 'dies before' | 'dies after' | 'is refused' | 'loses the reply';
};

const action = fc.oneof(
  fc.record({ do: fc.constant('deliver' as const), pick: fc.nat(50), times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('write' as const) }),
  fc.record({ do: fc.constant('sweep' as const), laterMs: fc.constantFrom(0, 20_000, 61_000) }),
  fc.record({ do: fc.constant('new process' as const) }),
);

const schedule = fc.record({
  inProcess: fc.boolean(),
  faults: fc.array(fault, { maxLength: MOST_FAULTS }),
  actions: fc.array(action, { minLength: 3, maxLength: 25 }),
});

type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

const never = () => new Promise<never>(() => undefined);

/** Lets the faults happen to a process. `access` counts the accesses of all processes. */
function breakDown(
  world: TestWorld,
  faults: readonly Fault[],
  access: { count: number },
  died: () => void,
): void {
  const die = () => {
    world.store.die();
    died();
    return never();
  };
  const next = () => {
    access.count += 1;
    return faults.find(({ at }) => at === access.count)?.kind;
  };
  let kind: Fault['kind'] | undefined;
  world.store.beforeRead = () => {
    const now = next();
    if (now === 'dies before' || now === 'dies after') return die();
    return undefined;
  };
  world.store.beforeCommit = () => {
    kind = next();
    if (kind === 'dies before') return die();
    if (kind === 'is refused') throw new Error('refused');
    return undefined;
  };
  world.store.afterCommit = () => {
    const now = kind;
    kind = undefined;
    if (now === 'dies after') return die();
    if (now === 'loses the reply') throw new Error('the reply was lost');
    return undefined;
  };
}

/** Plays a scene by a schedule, and then lets a healthy process bring it to its end. */
async function playBy(scene: Scene, { inProcess, faults, actions }: Schedule): Promise<TestWorld> {
  const database = new MemoryStore();
  const access = { count: 0 };
  let world = await TestWorld.open(scene.script, { database, inProcess });
  let { promise: death, resolve: die } = Promise.withResolvers<void>();
  let events = new Dispatcher(world);
  const fired = [...events.fired];
  const start = (process: TestWorld) => {
    fired.push(...events.fired);
    world = process;
    ({ promise: death, resolve: die } = Promise.withResolvers<void>());
    events = new Dispatcher(world);
    breakDown(world, faults, access, die);
  };
  start(world);
  const orDeath = (work: Promise<unknown>) => Promise.race([work.catch(() => undefined), death]);
  for (const step of actions) {
    switch (step.do) {
      case 'write':
        await writeNextLine(world, scene);
        break;
      case 'deliver': {
        const all = [...fired, ...events.fired];
        const event = all[all.length === 0 ? 0 : step.pick % all.length];
        if (event) await orDeath(events.deliver(event, step.times));
        break;
      }
      case 'sweep':
        world.aheadMs += step.laterMs;
        await orDeath(sweep(world.engine));
        break;
      case 'new process':
        start(await world.another(scene.script, { inProcess }));
        break;
      default:
        step satisfies never;
    }
  }
  await writeNextLine(world, scene);
  return recover(world, scene);
}

describe.each(Object.values(scenes))('$name', (scene) => {
  it('any schedule of deliveries, deaths, refusals and lost replies -> a state that a clean delivery gives', async () => {
    const clean = await TestWorld.open(scene.script, { database: new MemoryStore() });
    while (await writeNextLine(clean, scene)) await clean.deliver();
    const expected = await finalState(clean);
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const world = await playBy(scene, one);
        expect(await finalState(world)).toEqual(expected);
        await expectSound(world);
      }),
      { numRuns: 100 },
    );
  });
});

describe('two agents at once, each answered with the chip', () => {
  it('any schedule -> each agent gets its own answer and finishes, each question was put once, each result told once', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const world = await playBy(twoAtOnce, one);
        const tasks = await world.tasks();
        expect(tasks.map(({ agentName, status }) => `${agentName} ${status}`).toSorted()).toEqual([
          'Planner completed',
          'Writer completed',
        ]);
        for (const { agentName, result } of tasks) expect(result).toContain(`For ${agentName}`);
        expect(await world.questions()).toMatchObject([{ status: 'answered' }, { status: 'answered' }]);
        await expectSound(world);
      }),
      { numRuns: 150 },
    );
  });
});

describe('two agents at once that ask the same', () => {
  it('any schedule -> both get an answer and finish, whether they were asked for together or not', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const world = await playBy(twoAlike, one);
        const tasks = await world.tasks();
        expect(tasks.map(({ agentName, status }) => `${agentName} ${status}`).toSorted()).toEqual([
          'Planner completed',
          'Writer completed',
        ]);
        for (const { result } of tasks) expect(result).toMatch(/For (?:Planner|Writer)/u);
        expect(await world.questions()).toMatchObject([{ status: 'answered' }, { status: 'answered' }]);
        await expectSound(world);
      }),
      { numRuns: 100 },
    );
  });
});
