import { describe, expect, it, vi } from 'vitest';
import { limits, paths } from '../../src/contracts/index.ts';
import { Dispatcher } from '../support/dispatcher.ts';
import { seedMessages, seedTasks } from '../support/long-chat.ts';
import { newBill, type Bill } from '../support/observed-store.ts';
import type { Script } from '../support/scripted-model.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

// All billed documents of the backend: listeners, and the deliveries that find everything done, included. What the
// page writes is counted with them. Apart from them: streamed parts, and what a cold process reads of the tenant.

const line = (figures: Readonly<Record<string, number>>) =>
  Object.entries(figures)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

function print(what: string, { reads, writes, bytesRead, readsBy, writesBy }: Bill): void {
  console.log(
    [
      `${what}: ${reads} reads (${bytesRead} bytes), ${writes} writes`,
      `  read: ${line(readsBy)}`,
      `  written: ${line(writesBy)}`,
    ].join('\n'),
  );
}

/** What it costs to write one message and to deliver everything that follows, once. */
async function billOf(world: TestWorld, events: Dispatcher, write: () => Promise<unknown>): Promise<Bill> {
  world.store.bill = newBill();
  await write();
  await events.drain();
  return world.store.bill;
}

async function openWorld(script: Script): Promise<TestWorld> {
  const world = await TestWorld.open(script);
  world.model.beforeAnswer = () => world.store.everyListenerHeard();
  return world;
}

const sum = (bills: readonly Bill[]): Bill => {
  const total = newBill();
  const add = (into: Record<string, number>, from: Record<string, number>) => {
    for (const [key, count] of Object.entries(from)) into[key] = (into[key] ?? 0) + count;
  };
  for (const bill of bills) {
    total.reads += bill.reads;
    total.writes += bill.writes;
    total.bytesRead += bill.bytesRead;
    add(total.readsBy, bill.readsBy);
    add(total.writesBy, bill.writesBy);
  }
  return total;
};

describe('what it costs', () => {
  it('a direct answer, in a new chat or a known one -> at most 8 reads and 8 writes', async () => {
    const world = await openWorld({ mother: plainMother });
    const events = new Dispatcher(world);
    const first = await billOf(world, events, () => world.write('Hello'));
    const second = await billOf(world, events, () => world.write('And again'));
    print('A direct answer, first message of a chat', first);
    print('A direct answer, later', second);
    expect(first.reads).toBeLessThanOrEqual(8);
    expect(first.writes).toBeLessThanOrEqual(8);
    expect(second.reads).toBeLessThanOrEqual(8);
    expect(second.writes).toBeLessThanOrEqual(8);
    // The person waits for one delivery: of their own message.
    expect(events.fired.map(({ trigger }) => trigger)).toEqual(['orchestrator', 'orchestrator']);
    await expectSound(world);
  });

  it('delegated, one question answered with the chip, finished -> at most 60 reads and 55 writes', async () => {
    const world = await openWorld(scenarioA);
    const events = new Dispatcher(world);
    const asking = await billOf(world, events, () => world.write('Plan a call'));
    const [asked] = await world.questions();
    const answering = await billOf(world, events, () => world.write('Berlin', { replyTo: asked?.id ?? '' }));
    const total = sum([asking, answering]);
    print('Delegated, asked, answered, finished', total);
    expect(total.reads).toBeLessThanOrEqual(60);
    expect(total.writes).toBeLessThanOrEqual(55);
    await expectSound(world);
  });

  it('to ask, to answer and to resume -> the person waits for two deliveries: of their own two messages', async () => {
    const world = await TestWorld.open(scenarioA);
    // Nothing but the person's own messages is delivered: everything else happens in the process.
    await world.say('Plan a call');
    const [asked] = await world.questions();
    expect(asked).toMatchObject({ status: 'relayed' });
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    console.log('Deliveries that the person waits for: 1 for a direct answer, 2 to ask, answer and resume');
    await expectSound(world);
  });

  it('a direct answer in a chat of 10, of 20, and of 10,000 messages with 200 tasks -> the same reads and writes, and once her memory is full, as many bytes', async () => {
    const costOf = async (length: number, tasks = 0) => {
      const world = await openWorld({ mother: plainMother });
      const events = new Dispatcher(world);
      for (let said = 0; said < Math.min(length, limits.recentMessages); said += 2) {
        await world.write('Hello');
        await events.drain();
      }
      await seedMessages(world, length - limits.recentMessages);
      await seedTasks(world, tasks);
      expect(await world.documents(paths.messages.all(world.chat))).toHaveLength(length);
      const bill = await billOf(world, events, () => world.write('Hello'));
      print(`A direct answer in a chat of ${length} messages and ${tasks} tasks`, bill);
      return bill;
    };
    const [of10, of20, of10000] = [await costOf(10), await costOf(20), await costOf(10_000, 200)];
    expect([of20.reads, of10000.reads]).toEqual([of10.reads, of10.reads]);
    expect([of20.writes, of10000.writes]).toEqual([of10.writes, of10.writes]);
    // A few digits more or less in times.
    expect(Math.abs(of10000.bytesRead / of20.bytesRead - 1)).toBeLessThan(0.01);
  });
});
