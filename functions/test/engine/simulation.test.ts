import { describe, expect, it, vi } from 'vitest';
import { emulated } from '../simulation/emulated.ts';
import { absent, type Protection } from '../simulation/protections.ts';
import { playSeed } from '../simulation/seeds.ts';

// Worlds in which everything goes wrong that can, each drawn from its seed: see functions/test/simulation/README.md.

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const SEEDS = 120;
const EMULATED = 3;
const REPAIRED = 50;
/** So many worlds are tried until one of them shows that a protection is missing. */
const MOST = 1_000;

/** What broke in a world, with how to play it again. */
const brokenIn = (seed: number, violations: readonly string[]) =>
  violations.map((one) => `${one} (npm run simulate -- --seed ${seed})`);

describe('people, misbehaving models, lost and repeated events, killed processes, a database that comes and goes', () => {
  it(`${SEEDS} worlds in memory -> all that must hold holds after every commit, and at rest`, async () => {
    const broken: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed += 1)
      broken.push(...brokenIn(seed, (await playSeed(seed)).violations));
    expect(broken).toEqual([]);
  });

  it(`${EMULATED} worlds on the Firestore emulator -> the same`, async () => {
    for (let seed = 1; seed <= EMULATED; seed += 1) {
      const { store, clear } = emulated(seed);
      const { violations } = await playSeed(seed, { open: () => store });
      await clear();
      expect(brokenIn(seed, violations)).toEqual([]);
    }
  });

  it(`${REPAIRED} worlds in which somebody repairs all chats every minute -> the same, and nothing is repaired but what the sweeper would have come for`, async () => {
    const repaired: string[] = [];
    for (let seed = 1; seed <= REPAIRED; seed += 1) {
      const played = await playSeed(seed, { repairing: true });
      expect(brokenIn(seed, played.violations)).toEqual([]);
      repaired.push(...played.repaired);
    }
    expect(repaired.length).toBeGreaterThan(0);
    // A wake that was lost, or made in a chat that was removed in that moment; and mail of a task that was stopped while
    // its reader's process was killed: whoever repairs takes everything for half an hour older, and comes first.
    const isEarly = (one: string) => /^(?:wake|mail): /u.test(one) || one.includes('/wakes/');
    expect(repaired.filter((one) => !isEarly(one))).toEqual([]);
  });

  it('the same seed -> the same world, to the last commit', async () => {
    const [first, second] = [await playSeed(8), await playSeed(8)];
    expect(second.log).toEqual(first.log);
    expect(first.log.length).toBeGreaterThan(50);
  });
});

describe('without one of the protections', () => {
  const masked: Protection[] = ['look again'];
  const protections = Object.keys(absent)
    .filter((name): name is Protection => name in absent)
    .filter((name) => !masked.includes(name));

  it.each(protections)('%s -> the simulation shows that it is missing', async (name) => {
    for (let seed = 1; seed <= MOST; seed += 1) {
      const { violations } = await playSeed(seed, { without: [name] });
      if (violations.length === 0) continue;
      console.log(`without the ${name}: after ${seed} worlds: ${violations[0]}`);
      return;
    }
    expect.fail(`${MOST} worlds without the ${name} show nothing`);
  });

  it.each(masked)('%s -> the sweeper makes up for it; without both it shows', async (name) => {
    for (let seed = 1; seed <= MOST; seed += 1) {
      // Worlds in which nothing goes wrong, and that need no sweeper.
      const options = { calm: true, without: ['sweeper'] } as const;
      if ((await playSeed(seed, options)).violations.length > 0) continue;
      expect((await playSeed(seed, { ...options, without: [name] })).violations).toEqual([]);
      const { violations } = await playSeed(seed, { ...options, without: ['sweeper', name] });
      if (violations.length === 0) continue;
      console.log(`without the sweeper and to ${name}: after ${seed} worlds: ${violations[0]}`);
      return;
    }
    expect.fail(`${MOST} worlds without the sweeper and to ${name} show nothing`);
  });
});
