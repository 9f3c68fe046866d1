import { describe, expect, it, vi } from 'vitest';
import { attack, type Attacked } from '../attack/attack.ts';
import { enormous, injections } from '../attack/injections.ts';
import { entrances } from '../attack/obedient-model.ts';
import { WatchedStore } from '../attack/watched-store.ts';
import { MemoryStore } from '../support/memory-store.ts';

// A model that obeys every order that it reads: only the backend is left to protect anybody.

// Many conversations each: with room for a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const counted = { turns: 0, crossings: 0, answered: 0, largest: 0 };

function count({ turns, crossings, answered, largest }: Attacked): void {
  counted.turns += turns;
  counted.crossings += crossings;
  counted.answered += answered;
  counted.largest = Math.max(counted.largest, largest);
}

describe('an attacker gets words in', () => {
  it.each(entrances)(
    '%s -> nothing of others is read or written, nothing breaks, nothing is shown',
    async (entrance) => {
      const wrong: string[] = [];
      let turns = 0;
      for (const text of injections) {
        const attacked = await attack(new MemoryStore(), entrance, text);
        count(attacked);
        turns += attacked.turns;
        wrong.push(...attacked.wrong.map((one) => `${JSON.stringify(text.slice(0, 300))}: ${one}`));
      }
      expect(wrong).toEqual([]);
      expect(turns).toBeGreaterThan(100);
    },
  );

  const inside = entrances.filter((one) => one !== 'message' && one !== 'fact' && one !== 'description');
  it.each(enormous)('%s -> no document grows beyond what can be stored', async (_, make) => {
    const wrong: string[] = [];
    for (const entrance of inside) {
      const attacked = await attack(new MemoryStore(), entrance, make());
      count(attacked);
      wrong.push(...attacked.wrong.map((one) => `${entrance}: ${one.slice(0, 300)}`));
    }
    expect(wrong).toEqual([]);
  });

  it('a step outside, and a document that is too large, would be noticed', async () => {
    const watched = new WatchedStore(new MemoryStore(), { mayRead: () => false, mayWrite: () => false });
    await watched.get('users/stranger');
    await watched.commit([{ op: 'create', path: 'users/other', data: { text: 'A'.repeat(2_000_000) } }]);
    expect(watched.crossings).toEqual(['read users/stranger', 'create users/other']);
    expect(watched.violations).toEqual([expect.stringContaining('2000')]);
  });

  it('enough was tried, and not everything refused', () => {
    const { turns, crossings, answered, largest } = counted;
    console.log(
      `adversarial turns: ${turns}, injection strings: ${injections.length + enormous.length}, crossings: ${crossings}, ` +
        `answered in the person’s place: ${answered}, largest document: ${largest} bytes`,
    );
    expect(turns).toBeGreaterThanOrEqual(1_000);
    expect(injections.length).toBeGreaterThanOrEqual(150);
    expect(answered).toBeGreaterThan(10);
    expect(crossings).toBe(0);
  });
});
