import { describe, expect, it, vi } from 'vitest';
import { attack } from '../attack/attack.ts';
import { characters } from '../attack/content.ts';
import { enormous } from '../attack/injections.ts';
import { entrances } from '../attack/obedient-model.ts';
import { emulated } from '../simulation/emulated.ts';

// What a database in memory takes, Firestore may not: half characters, and documents that are too large.

vi.setConfig({ testTimeout: 300_000 });

const inside = entrances.filter((one) => one !== 'message' && one !== 'fact' && one !== 'description');

describe('on the Firestore emulator', () => {
  it.each(['question', 'reply'] as const)(
    '%s: characters that break readers -> stored, and nothing breaks',
    async (entrance) => {
      const { store, clear } = emulated(1);
      const wrong: string[] = [];
      for (const text of characters) {
        const attacked = await attack(store, entrance, text);
        wrong.push(...attacked.wrong.map((one) => `${JSON.stringify(text.slice(0, 100))}: ${one}`));
      }
      await clear();
      expect(wrong).toEqual([]);
    },
  );

  it('10 MB -> the conversation comes to its end', async () => {
    const { store, clear } = emulated(2);
    const wrong: string[] = [];
    for (const entrance of inside) {
      const attacked = await attack(store, entrance, enormous[0]?.[1]() ?? '');
      wrong.push(...attacked.wrong.map((one) => `${entrance}: ${one.slice(0, 300)}`));
    }
    await clear();
    expect(wrong).toEqual([]);
  });
});
