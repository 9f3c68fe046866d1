import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ToolError, type Tool } from '../../src/connectors/index.ts';
import {
  agentDefinition,
  limits,
  paths,
  shown,
  type Agent,
  type ToolUse,
} from '../../src/contracts/index.ts';
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
  run: (order: Order) => { booked: string } | Promise<{ booked: string }>,
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

/** One with an effect outside, which notes each order that it books. */
function countedTool() {
  const done: number[] = [];
  const run = (order: Order) => {
    done.push(order.order);
    return book(order);
  };
  return { tool: orderTool(run, { idempotent: false }), done };
}

const delegating =
  (context?: object) =>
  (seen: MotherView): Reply =>
    seen.messages[0]
      ? {
          text: 'I’ve asked.',
          calls: [['delegate_to_agent', { agent_id: 'parcels', message: 'Book it.', context }]],
        }
      : plainMother(seen);

async function open(context: object | undefined, tool: Tool = orderTool(book), use: Partial<ToolUse> = {}) {
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

async function decide(world: TestWorld, decision: 'yes' | 'no'): Promise<void> {
  const { id: questionId, consent } = await asked(world);
  await world.say('', { consent: { questionId, hash: consent?.hash ?? '', decision } });
  await world.takeWakes();
}

const amount = z.string().regex(/^\d+\.\d{2}$/u);

/** With a tool that only itself knows what an amount is. */
const openRefund = (asks: z.ZodType<{ amount: string }> = z.object({ amount })) =>
  open(undefined, {
    name: 'book',
    description: 'Refunds.',
    verb: 'Refunding',
    input: asks,
    output: z.object({ refunded: z.string() }),
    run: ({ amount: refunded }) => ({ refunded }),
  });

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
    const { tool, done } = countedTool();
    const world = await open({ order: 7, day: '2026-03-01', size: 'small' }, tool);
    await world.say('Book it');
    expect(done).toEqual([]);
    await decide(world, 'yes');
    expect(done).toEqual([7]);
    expect((await outcome(world))[0]).toBe('completed');
    await expectSound(world);
  });

  it('its call is not allowed -> the task is cancelled in words for the person, and nothing was done', async () => {
    const { tool, done } = countedTool();
    const world = await open({ order: 7, day: '2026-03-01', size: 'small' }, tool);
    await world.say('Book it');
    await decide(world, 'no');
    expect(done).toEqual([]);
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', error: shown('declined') }]);
    expect((await world.mother()).tasks).toEqual([]);
    await expectSound(world);
  });

  it('nobody knows whether its call took effect -> the task says so, and Retry does not make the call again', async () => {
    const sent: number[] = [];
    const tool = orderTool(
      ({ order }) => {
        sent.push(order);
        throw new Error('lost');
      },
      { idempotent: false },
    );
    const world = await open({ order: 7, day: '2026-03-01', size: 'small' }, tool, { safe: true });
    await world.say('Book it');
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: shown('effect_unknown') }]);
    const [{ id: taskId } = { id: '' }] = await world.tasks();
    const retry = await world.say('', { retry: { kind: 'task', id: taskId } });
    expect(sent).toEqual([7]);
    expect((await world.messages()).find(({ id }) => id === retry)).toMatchObject({
      status: 'refused',
      refusal: shown('effect_unknown'),
    });
    await expectSound(world);
  });

  it('its processes die after the call was made, until it is given up -> the same: nobody knows', async () => {
    const { promise: sent, resolve } = Promise.withResolvers<void>();
    const tool = orderTool(
      () => {
        resolve();
        return new Promise<never>(() => undefined);
      },
      { idempotent: false },
    );
    const world = await open({ order: 7, day: '2026-03-01', size: 'small' }, tool, { safe: true });
    void world.say('Book it');
    await sent;
    world.store.die();
    const [{ subAgentId } = { subAgentId: '' }] = await world.tasks();
    await world.change(paths.states.one(world.chat, subAgentId), { attempts: limits.attempts });
    const other = await world.another({ mother: plainMother }, { tools: [tool] });
    other.aheadMs += limits.leaseMs + 1_000;
    await other.sweepAll();
    expect(await other.tasks()).toMatchObject([{ status: 'failed', error: shown('effect_unknown') }]);
  });

  it('only its tool knows that an answer cannot be right -> that is asked for again, and what fits is taken', async () => {
    const world = await openRefund();
    await world.say('Refund it');
    await answer(world, '49,00');
    expect(await asked(world)).toMatchObject({ text: 'What is the amount?', attempt: 2 });
    await answer(world, '49.00');
    expect(await outcome(world)).toEqual(['completed', '{"refunded":"49.00"}']);
    await expectSound(world);
  });

  it('what cannot be right is answered twice -> the task fails; another try asks for it again', async () => {
    const world = await openRefund();
    await world.say('Refund it');
    await answer(world, '49,00');
    await answer(world, '49,--');
    const [task] = await world.tasks();
    expect(task).toMatchObject({ status: 'failed', error: { code: 'repeated_question' } });
    await world.say('', { retry: { kind: 'task', id: task?.id ?? '' } });
    expect((await asked(world)).text).toBe('What is the amount?');
    await answer(world, '49.00');
    expect((await world.tasks()).at(-1)).toMatchObject({ status: 'completed' });
  });

  it('a list is missing -> nobody is asked for it, because no answer can be one', async () => {
    const world = await openRefund(z.object({ items: z.array(z.string()), amount }));
    await world.say('Refund it');
    await answer(world, '49.00');
    const [task] = await world.tasks();
    expect(task).toMatchObject({ status: 'failed', error: { code: 'connection_failed' } });
    expect(await world.questions()).toHaveLength(1);
  });

  it('Mother is told by which names to give it what', async () => {
    const world = await open(undefined);
    await world.say('Book it');
    expect(world.model.requests[0]?.instructions).toContain(
      '"inputs":["order (number)","day (date)","size (choice)","gift (choice, if there is one)"]',
    );
  });
});
