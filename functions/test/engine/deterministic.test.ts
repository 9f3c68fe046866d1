import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ToolError, type Tool } from '../../src/connectors/index.ts';
import { agentDefinition, limits, paths, type Agent, type ToolUse } from '../../src/contracts/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { uses } from '../support/factories.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { plainMother } from '../support/scenes.ts';
import type { MotherView, Reply } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// An agent without a model: its one tool is run with what its task gives, and what is missing is asked for.

const input = z.object({
  order: z.int().min(1),
  day: z.iso.date(),
  size: z.enum(['small', 'large']),
  gift: z.boolean().optional(),
});
type Order = z.output<typeof input>;

const orderTool = (
  run: (order: Order) => { booked: string },
  outside?: { idempotent: boolean },
): Tool<Order, { booked: string }> => ({
  name: 'book',
  description: 'Books a parcel.',
  verb: 'Booking',
  input,
  output: z.object({ booked: z.string() }),
  run,
  ...(outside ? { outside } : {}),
});

const book = ({ order, day, size, gift }: Order) => ({
  booked: `${order} on ${day}, ${size}${gift ? ', as a gift' : ''}`,
});

const delegating =
  (context?: object) =>
  (seen: MotherView): Reply =>
    seen.messages[0]
      ? {
          text: 'I’ve asked.',
          calls: [['delegate_to_agent', { agent_id: 'parcels', message: 'Book it.', context }]],
        }
      : plainMother(seen);

async function open(
  context: object | undefined,
  tool: Tool<Order, { booked: string }> = orderTool(book),
  use: Partial<ToolUse> = {},
) {
  const world = await TestWorld.open(
    {
      mother: delegating(context),
      agents: {
        Parcels: () => {
          throw new Error('It has no model');
        },
      },
    },
    { database: new MemoryStore(), tools: [tool], asksConsent: true },
  );
  await world.database.commit([
    create<Agent>(paths.agents.one(world.tenantId, 'parcels'), {
      schemaVersion: 1,
      ...agentDefinition.parse({
        name: 'Parcels',
        description: 'Books parcels.',
        tags: ['parcel'],
        kind: 'deterministic',
        instructions: '',
        tools: [],
        orchestrationEnabled: true,
        examples: [],
      }),
      tools: [uses('book', use)],
      version: 3,
      archivedAt: null,
      createdAt: SERVER_TIME,
    }),
  ]);
  // What is kept of the tenant for a minute is read anew.
  world.aheadMs += limits.settingsKeptMs + 1_000;
  return world;
}

async function asked(world: TestWorld) {
  const question = (await world.questions()).find(({ status }) => status === 'relayed');
  if (!question) throw new Error('Nothing is asked');
  return question;
}

const answer = async (world: TestWorld, content: string) =>
  world.say(content, { replyTo: (await asked(world)).id });

const outcome = async (world: TestWorld) => {
  const [task] = await world.tasks();
  return [task?.status, task?.result ?? task?.error?.message];
};

describe('an agent without a model', () => {
  it('has all that its tool needs -> runs it, and its result is reported; the run names its version', async () => {
    const world = await open({ order: 7, day: '2026-03-01', size: 'small', ignored: 'x' });
    await world.say('Book order 7');
    expect(await outcome(world)).toEqual(['completed', '{"booked":"7 on 2026-03-01, small"}']);
    const run = (await world.runs()).find(({ agentId }) => agentId === 'parcels');
    expect(run).toMatchObject({ agentName: 'Parcels', agentVersion: 3, usage: { modelCalls: 0 } });
    expect(run?.steps).toMatchObject([{ kind: 'tool_call', name: 'book', ok: true }]);
    await expectSound(world);
  });

  it('is told nothing -> asks for one thing after another, each with its type', async () => {
    const world = await open(undefined);
    await world.say('Book it');
    expect(await asked(world)).toMatchObject({
      text: 'What is the order?',
      field: { type: 'number', integer: true, min: 1 },
    });
    await answer(world, '7');
    expect(await asked(world)).toMatchObject({ text: 'What is the day?', field: { type: 'date' } });
    await answer(world, '2026-03-01');
    expect(await asked(world)).toMatchObject({ field: { type: 'choice' }, options: ['small', 'large'] });
    await answer(world, 'large');
    expect(await outcome(world)).toEqual(['completed', '{"booked":"7 on 2026-03-01, large"}']);
    await expectSound(world);
  });

  it.each([
    ['seven', 'It has to be a number, such as 12 or 12.5.'],
    ['0', 'It has to be at least 1.'],
    ['1.5', 'It has to be a whole number.'],
  ])('%s is no order -> the answer is refused, and the question still waits', async (words, problem) => {
    const world = await open({ day: '2026-03-01', size: 'small' });
    await world.say('Book it');
    const id = await answer(world, words);
    const message = (await world.messages()).find((one) => one.id === id);
    expect(message).toMatchObject({
      status: 'refused',
      refusal: { code: 'invalid_input', message: problem },
    });
    await answer(world, '7');
    expect((await outcome(world))[0]).toBe('completed');
  });

  it.each([
    [{ order: 'seven' }, 'What is the order?'],
    [{ order: 7, day: '2026-02-30' }, 'What is the day?'],
    [{ order: 7, day: '2026-03-01', size: 'huge' }, 'Which size?'],
  ])('is given %j -> what cannot be right is asked for', async (context, text) => {
    const world = await open(context);
    await world.say('Book it');
    expect((await asked(world)).text).toBe(text);
  });

  it('what the definition fixes is not asked for, and no task can change it', async () => {
    const world = await open({ order: 7, size: 'large' }, orderTool(book), {
      fixed: { day: '2026-12-24', size: 'small' },
    });
    await world.say('Book it');
    expect(await outcome(world)).toEqual(['completed', '{"booked":"7 on 2026-12-24, small"}']);
  });

  it('its tool says no -> the task fails in its words', async () => {
    const world = await open(
      { order: 7, day: '2026-03-01', size: 'small' },
      orderTool(() => {
        throw new ToolError('There is no order 7.');
      }),
    );
    await world.say('Book it');
    expect(await outcome(world)).toEqual(['failed', 'There is no order 7.']);
    await expectSound(world);
  });

  it('its tool has an effect outside -> it waits for a yes like any other', async () => {
    const done: number[] = [];
    const tool = orderTool(
      (order) => {
        done.push(order.order);
        return book(order);
      },
      { idempotent: false },
    );
    const world = await open({ order: 7, day: '2026-03-01', size: 'small' }, tool);
    await world.say('Book it');
    const { id: questionId, consent } = await asked(world);
    expect(done).toEqual([]);
    await world.say('', { consent: { questionId, hash: consent?.hash ?? '', decision: 'yes' } });
    await world.takeWakes();
    expect(done).toEqual([7]);
    expect((await outcome(world))[0]).toBe('completed');
    await expectSound(world);
  });

  it('Mother is told by which names to give it what', async () => {
    const world = await open(undefined);
    await world.say('Book it');
    expect(world.model.requests[0]?.instructions).toContain(
      '"inputs":["order (number)","day (date)","size (choice)","gift (choice, if there is one)"]',
    );
  });
});
