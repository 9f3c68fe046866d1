import { describe, expect, it } from 'vitest';
import { MOTHER, SCHEMA_VERSION, limits, paths } from '../../src/contracts/index.ts';
import { sweep } from '../../src/engine/sweep.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { ModelError } from '../../src/model/index.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, type TestWorld } from '../support/test-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const messageOf = async (world: TestWorld, id: string) =>
  (await world.messages()).find((one) => one.id === id);

/** Scenario A up to the point at which the person is asked. */
async function waiting() {
  const world = await openInMemory(scenarioA);
  await world.say('Plan a call');
  const [question] = await world.questions();
  const [task] = await world.tasks();
  if (!question || !task) throw new Error('Nothing waits');
  return { world, question, task };
}

/** On the full hour of a later day, when the sweeper tries everything, so many are left to be woken. */
async function expectLeft(world: TestWorld, left: number): Promise<void> {
  const now = world.engine.now();
  world.aheadMs += DAY + HOUR - (now % HOUR);
  expect(await sweep(world.engine)).toBe(left);
  await world.takeWakes();
}

describe('a document that cannot be read is logged, and the rest goes on', () => {
  it('a message of another version -> refused in words, and the one beside it is answered', async () => {
    const world = await openInMemory({ mother: plainMother });
    const strange = await world.write('From the future');
    await world.change(paths.messages.one(world.chat, strange), { schemaVersion: 2 });
    const good = await world.write('Hello');
    await world.deliver();
    const stored = await world.database.get(paths.messages.one(world.chat, strange));
    expect(stored?.data).toMatchObject({ status: 'refused', refusal: { code: 'unsupported_version' } });
    expect(await world.database.get(paths.messages.one(world.chat, good))).toMatchObject({
      data: { status: 'handled' },
    });
    expect(world.errors()).toMatchObject([{ event: 'mail_unreadable' }]);
    await expectLeft(world, 0);
  });

  it('a message of another shape -> refused', async () => {
    const world = await openInMemory({ mother: plainMother });
    const strange = await world.write('Hello');
    await world.change(paths.messages.one(world.chat, strange), { content: 5 });
    await world.deliver();
    const stored = await world.database.get(paths.messages.one(world.chat, strange));
    expect(stored?.data).toMatchObject({ status: 'refused', refusal: { code: 'malformed_document' } });
    expect(world.model.requests).toEqual([]);
    await expectLeft(world, 0);
  });

  it('mail that names no question -> removed, and the mail beside it is read', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.database.commit([
      {
        op: 'create',
        path: paths.mail.one(world.chat, 'strange'),
        data: {
          schemaVersion: SCHEMA_VERSION,
          to: MOTHER,
          kind: 'asked',
          taskId: 'task-1',
          questionId: null,
          createdAt: SERVER_TIME,
        },
      },
    ]);
    await world.say('Hello');
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    expect(world.errors()).toMatchObject([{ event: 'mail_unreadable' }]);
    await expectSound(world);
  });

  it('Mother’s state -> what is said to her is refused in words, without a model call', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.say('Hello');
    await world.change(paths.states.one(world.chat, MOTHER), { schemaVersion: 2 });
    const calls = world.model.requests.length;
    const id = await world.say('Are you there?');
    expect(await messageOf(world, id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'unsupported_version' },
    });
    expect(world.model.requests).toHaveLength(calls);
    expect(world.errors()).toMatchObject([{ event: 'actor_unreadable' }]);
    await expectLeft(world, 0);
  });

  it('the chat itself -> what is said in it is refused in words', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.change(paths.chat(world.chat), { access: 'ajar' });
    const id = await world.say('Hello');
    expect(await messageOf(world, id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'malformed_document' },
    });
    expect(world.model.requests).toEqual([]);
  });

  it('a sub-agent’s state -> its task fails, and the person is told', async () => {
    const { world, question, task } = await waiting();
    await world.change(paths.states.one(world.chat, task.subAgentId), { schemaVersion: 2 });
    await world.say('Berlin', { replyTo: question.id });
    expect(await world.tasks()).toMatchObject([
      { status: 'failed', error: { code: 'unsupported_version' }, questionId: null },
    ]);
    expect(await world.subAgents()).toMatchObject([{ status: 'failed' }]);
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'result', taskIds: [task.id] });
    expect(await world.chatDocument()).toMatchObject({ counts: { running: 0, waiting: 0 } });
    expect(await world.mother()).toMatchObject({ tasks: [], questions: [] });
    // The times in a state that cannot be read are still found, every hour; nothing comes of it.
    await expectLeft(world, 1);
    expect(await world.said()).toHaveLength(4);
  });

  it.each([
    { title: 'when Mother is to check it', stop: false },
    { title: 'when its task is stopped', stop: true },
  ])(
    'a question, $title -> its task ends at once, not in 7 days, and the person is told',
    async ({ stop }) => {
      const world = await openInMemory(scenarioA, { inProcess: false });
      await world.say('Plan a call');
      const [task] = await world.tasks();
      await world.deliver(task?.subAgentId);
      const [question] = await world.questions();
      await world.change(paths.questions.one(world.chat, question?.id ?? ''), { kind: 'riddle' });
      if (stop) await world.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
      else await world.deliver();
      expect(await world.tasks()).toMatchObject([
        stop
          ? { status: 'cancelled', questionId: null }
          : { status: 'failed', questionId: null, error: { code: 'malformed_document' } },
      ]);
      const told = (await world.said()).flatMap(({ taskIds }) => taskIds);
      expect(told).toEqual(stop ? [] : [task?.id]);
      expect(await world.mail()).toEqual([]);
      expect(await world.chatDocument()).toMatchObject({ counts: { running: 0, waiting: 0 } });
      await world.takeWakes();
      expect(await world.subAgentState({ actorId: task?.subAgentId ?? '' })).toMatchObject({
        phase: 'ended',
      });
      await expectLeft(world, 0);
    },
  );

  it('a task -> its agent ends, the person is told, and the chat goes on', async () => {
    const { world, question, task } = await waiting();
    await world.say('Berlin', { replyTo: question.id });
    await world.say('Plan another call');
    const [, second] = await world.questions();
    const another = (await world.tasks()).find(({ id }) => id !== task.id);
    await world.change(paths.tasks.one(world.chat, another?.id ?? ''), { status: 'paused' });
    await world.say('Lisbon', { replyTo: second?.id ?? '' });
    world.aheadMs += limits.questionMs;
    await world.sweepAll();
    expect(await world.subAgentState({ actorId: another?.subAgentId ?? '' })).toMatchObject({
      phase: 'ended',
    });
    expect((await world.said()).at(-1)).toMatchObject({ content: expect.stringContaining('cannot be read') });
    expect(await world.chatDocument()).toMatchObject({ counts: { running: 0 } });
    expect(await world.mother()).toMatchObject({ tasks: [], owner: null });
    expect(await world.mail()).toEqual([]);
    await expectLeft(world, 0);
  });

  it('a question -> an answer to it is refused, and at the deadline its task fails', async () => {
    const { world, question } = await waiting();
    await world.change(paths.questions.one(world.chat, question.id), { schemaVersion: 2 });
    const id = await world.say('Berlin', { replyTo: question.id });
    expect(await messageOf(world, id)).toMatchObject({ status: 'refused' });
    world.aheadMs += limits.questionMs;
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'unsupported_version' } }]);
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'result' });
    expect(await world.mother()).toMatchObject({ tasks: [], questions: [] });
    await expectLeft(world, 0);
  });

  it('a line of a transcript -> the task fails, the person is told, and another try begins from the brief', async () => {
    const { world, question, task } = await waiting();
    const line = `${paths.transcript(world.chat, task.subAgentId)}/m-0001`;
    await world.change(line, { role: 'narrator' });
    await world.say('Berlin', { replyTo: question.id });
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'malformed_document' } }]);
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'result', taskIds: [task.id] });
    await world.say('', { retry: { kind: 'task', id: task.id } });
    expect((await world.tasks()).map(({ status }) => status)).toEqual(['failed', 'waiting']);
    await expectLeft(world, 0);
  });

  it('a failed message that is to be tried again -> the wish is refused', async () => {
    const errors = [new ModelError('model_unauthorized', '401', { transient: false })];
    const world = await openInMemory({
      mother: (seen) => {
        const error = errors.pop();
        return error ? { error } : plainMother(seen);
      },
    });
    await world.say('Hello');
    const [failed] = await world.said();
    await world.change(paths.messages.one(world.chat, failed?.id ?? ''), { schemaVersion: 2 });
    const id = await world.say('', { retry: { kind: 'message', id: failed?.id ?? '' } });
    expect((await world.database.get(paths.messages.one(world.chat, id)))?.data).toMatchObject({
      status: 'refused',
    });
    await expectLeft(world, 0);
  });
});
