import * as fc from 'fast-check';

// What happens in a world is drawn from a seed before anything happens, so that it can be made smaller when it fails.
// Only when exactly things arrive is drawn on the way.

const MINUTE = 60_000;

/** So long people write and things go wrong; after that everything is well. */
export const TROUBLE_MS = 20 * MINUTE;

/** A share, which shrinking can only take away altogether: in small steps a world would never be small. */
const often = (most: number) =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.noShrink(fc.integer({ min: 0, max: most * 1_000 })).map((n) => n / 1_000) },
  );

/** How a model behaves, each from 0 (never) to 1. */
const habits = fc.record({
  /** Fails in ways that pass. */
  fails: often(0.15),
  /** Fails for good, refuses, or says nothing of use. */
  useless: often(0.1),
  /** Breaks off in the middle of its words. */
  cut: often(0.1),
  /** Takes minutes. */
  slow: often(0.1),
  /** Calls tools that do not exist, with arguments that do not fit, on ids that are nobody's. */
  wild: often(0.2),
  /** Claims words that nobody said. */
  forges: often(0.3),
  /** Does every order that it reads, whoever gives it. */
  obeys: often(0.5),
  /** Asks the same once more. */
  repeats: often(0.3),
});
export type Habits = typeof habits extends fc.Arbitrary<infer T> ? T : never;

const deeds = [
  'say',
  'delegate',
  'delegate several',
  'state a fact',
  'order',
  'answer with the chip',
  'answer in prose',
  'answer twice',
  'answer what is over',
  'stop the turn',
  'stop a task',
  'stop all',
  'correct',
  'retry a message',
  'retry a task',
  'delete the chat',
  'bring it back',
  'send the same again',
  'answer rightly',
  'allow',
  'decline',
  'allow twice',
  'allow in one tab and decline in another',
  'allow what is over',
  'allow something else',
  'allow in prose',
  'remove the person',
  'join again',
  'open another chat',
  'change the role',
  'switch agents off',
  'switch agents on',
  'raise the budget',
] as const;
export type Deed = (typeof deeds)[number];

const weight: Partial<Record<Deed, number>> = {
  delegate: 10,
  'delegate several': 5,
  'answer with the chip': 6,
  'answer in prose': 4,
  say: 2,
  allow: 14,
  'answer rightly': 8,
  'switch agents on': 2,
};

const action = fc.record({
  /** When, in milliseconds from the beginning. */
  at: fc.noShrink(fc.integer({ min: 0, max: TROUBLE_MS })),
  /** Which chat, and which of the things that it could be about. */
  chat: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(100) }),
  which: fc.noShrink(fc.nat(100)),
  deed: fc.oneof(...deeds.map((deed) => ({ weight: weight[deed] ?? 1, arbitrary: fc.constant(deed) }))),
});
export type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const span = (most: number) =>
  fc.record({ from: fc.integer({ min: 0, max: TROUBLE_MS }), ms: fc.integer({ min: 1, max: most }) });

const trouble = fc.record({
  /** When a process is killed, and which. */
  kills: fc.array(
    fc.noShrink(fc.record({ at: fc.integer({ min: 0, max: TROUBLE_MS }), which: fc.nat(10) })),
    {
      maxLength: 6,
    },
  ),
  /** The database does not answer. */
  outages: fc.array(span(90_000), { maxLength: 2 }),
  /** Nobody sweeps. */
  sweeperAway: fc.array(span(10 * MINUTE), { maxLength: 1 }),
  /** Of events, from 0 to 1. */
  lost: often(0.1),
  twice: often(0.3),
  late: often(0.15),
  /** Of commits: stored, and the answer lost. */
  answersLost: often(0.05),
  /** Of trips to the database: minutes long. */
  stuck: often(0.01),
  newsLost: often(0.2),
  /** Of those who begin a job, or go on with one: killed after one of their commits. */
  jobsCut: often(0.6),
  /** Clocks are so far apart, in milliseconds. */
  skewMs: fc.integer({ min: 0, max: 5_000 }),
});

export const NO_TROUBLE: typeof trouble extends fc.Arbitrary<infer T> ? T : never = {
  kills: [],
  outages: [],
  sweeperAway: [],
  lost: 0,
  twice: 0,
  late: 0,
  answersLost: 0,
  stuck: 0,
  newsLost: 0,
  jobsCut: 0,
  skewMs: 0,
};

export const plan = fc.record({
  /** For what is drawn on the way. */
  chance: fc.noShrink(fc.nat(2 ** 31)),
  tenants: fc.integer({ min: 1, max: 3 }),
  people: fc.integer({ min: 1, max: 8 }),
  chatsEach: fc.integer({ min: 1, max: 2 }),
  processes: fc.integer({ min: 1, max: 3 }),
  actions: fc.array(action, { minLength: 1, maxLength: 60, size: 'max' }),
  /** What a tenant's month may cost, in thousands of tokens; null: as much as it does. */
  budget: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.noShrink(fc.integer({ min: 20, max: 800 })) },
  ),
  /** So long before a month ends the world begins, in minutes; null: in the middle of one. */
  beforeMonthEnds: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.integer({ min: 1, max: 15 })),
  habits,
  trouble,
  /** People do in one moment what they would do in minutes: it is taken up together. */
  bursts: fc.boolean(),
});
export type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;
