import { afterEach, describe, expect, it, vi } from 'vitest';
import { joinParts, limits, paths, type Part } from '../../src/contracts/index.ts';
import { PartsWriter } from '../../src/engine/parts.ts';
import { ModelError } from '../../src/model/index.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { isPart } from '../support/observed-store.ts';
import { patient } from '../support/patient.ts';
import { plainMother } from '../support/scenes.ts';
import type { Reply } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory } from '../support/test-world.ts';

const QUARTER_MS = 1_000 / limits.partsPerSecond;
const MESSAGE = 'mother-0';

/** Lets what is under way in the memory be done. */
const aMoment = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('streamed text', () => {
  afterEach(() => void vi.useRealTimers());

  async function writing() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const world = await openInMemory({ mother: plainMother }, { database: new MemoryStore() });
    const parts = new PartsWriter(world.engine, world.chat, MESSAGE, 1);
    parts.begin();
    const stored = () => world.parts(MESSAGE);
    const pass = async (ms: number) => {
      vi.advanceTimersByTime(ms);
      await aMoment();
    };
    return { world, parts, stored, pass };
  }

  it('the first words are written at once, then at most four parts a second, and nothing is left out', async () => {
    const { parts, stored, pass } = await writing();
    let whole = '';
    let firstStored: unknown = null;
    const countsBySecond: number[] = [];
    for (let ms = 0; ms < 3_000; ms += 10) {
      const word = `w${ms} `;
      whole += word;
      parts.add(word);
      await aMoment();
      if (ms === 0) firstStored = await stored();
      await pass(10);
      if ((ms + 10) % 1_000 === 0) countsBySecond.push((await stored()).length);
    }
    await pass(QUARTER_MS);
    await parts.close();
    expect(firstStored).toMatchObject([{ n: 0, text: 'w0 ' }]);
    const perSecond = countsBySecond.map((count, second) => count - (countsBySecond[second - 1] ?? 0));
    // The first second has its first words on top.
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(limits.partsPerSecond + 1);
    expect(joinParts(await stored())).toBe(whole);
  });

  it('a model that pauses -> no empty part', async () => {
    const { parts, stored, pass } = await writing();
    parts.add('One');
    await pass(5_000);
    parts.add(' two');
    await pass(5_000);
    expect((await stored()).map(({ text }) => text)).toEqual(['One', ' two']);
  });

  it('the first part is slow to be stored -> the next waits for it, and readers never see a hole', async () => {
    const { world, parts, stored, pass } = await writing();
    const slow = Promise.withResolvers<void>();
    world.store.beforeCommit = () => slow.promise;
    parts.add('One');
    await pass(QUARTER_MS);
    world.store.beforeCommit = () => undefined;
    parts.add(' two');
    await pass(3 * QUARTER_MS);
    expect(await stored()).toEqual([]);
    slow.resolve();
    await pass(3 * QUARTER_MS);
    expect(joinParts(await stored())).toBe('One two');
  });

  it('a part is refused -> its words come with the next, and the turn goes on', async () => {
    const { world, parts, stored, pass } = await writing();
    parts.add('One');
    await aMoment();
    let isRefused = true;
    world.store.beforeCommit = () => {
      if (isRefused) throw new Error('refused');
    };
    parts.add(' two');
    await pass(QUARTER_MS);
    isRefused = false;
    parts.add(' three');
    await pass(3 * QUARTER_MS);
    await parts.close();
    expect(joinParts(await stored())).toBe('One two three');
    expect(world.logged.map(({ event }) => event)).toEqual(['part_not_written']);
  });

  it('no part can be written at all -> the answer is there in the end', async () => {
    const world = await openInMemory({ mother: plainMother });
    world.store.beforeCommit = (writes) => {
      if (writes.some(isPart)) throw new Error('refused');
    };
    await world.say('Hello');
    expect(await world.said()).toMatchObject([
      { status: 'complete', content: 'Hello there, nice to meet you.' },
    ]);
    await expectSound(world);
  });
});

describe('what a reader sees of an answer that is begun twice', () => {
  const cut = () => new ModelError('model_unavailable', 'cut', { transient: true });

  it('the stream is cut -> the next try’s words, never both', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const replies: Reply[] = [
      { text: 'Half-past', cut: cut() },
      { text: 'Noon.', afterText: promise },
    ];
    const world = await openInMemory({ mother: () => replies.shift() ?? {} });
    await world.write('What time is it?');
    const turn = world.deliver();
    await expect.poll(async () => joinParts(await world.parts(MESSAGE)), patient).toBe('Noon.');
    resolve();
    await turn;
    expect((await world.parts(MESSAGE)).map((one) => [one.epoch, one.try])).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(await world.said()).toMatchObject([{ content: 'Noon.' }]);
    await expectSound(world);
  });

  it('Mother reads something in between -> the words of her last answer', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const world = await openInMemory({
      mother: ({ messages: [said], exchanges }) =>
        exchanges.length > 0 || !said
          ? { text: 'Hello!', afterText: promise }
          : { text: 'Reading.', calls: [['read_message', { id: said.id }]] },
    });
    await world.write('Hello');
    const turn = world.deliver();
    await expect.poll(async () => joinParts(await world.parts(MESSAGE)), patient).toBe('Hello!');
    resolve();
    await turn;
    expect(await world.said()).toMatchObject([{ content: 'Hello!' }]);
  });

  it('the process dies while it streams, and another takes over -> one coherent text at every moment, the new one in the end', async () => {
    const first = await openInMemory({
      mother: () => ({ text: 'Perhaps', afterText: new Promise(() => undefined) }),
    });
    await first.write('What time is it?');
    void first.deliver();
    await expect.poll(async () => joinParts(await first.parts(MESSAGE)), patient).toBe('Perhaps');
    first.store.die();

    const second = await first.another({ mother: () => ({ text: 'Noon.' }) });
    second.aheadMs += limits.leaseMs + 1_000;
    const seen: string[] = [];
    const stop = second.database.listen(
      { collection: paths.parts(second.chat, MESSAGE), where: [], limit: 99 },
      (documents) => seen.push(joinParts(documents.map(({ data }) => data as Part))),
    );
    await second.deliver();
    await expect.poll(() => seen.at(-1), patient).toBe('Noon.');
    stop();
    expect([...new Set(seen)].filter((text) => text !== 'Perhaps' && !'Noon.'.startsWith(text))).toEqual([]);
    expect((await second.parts(MESSAGE)).map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(await second.said()).toMatchObject([{ status: 'complete', content: 'Noon.' }]);
    await expectSound(second);
  });
});
