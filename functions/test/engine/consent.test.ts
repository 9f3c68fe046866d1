import { describe, expect, it } from 'vitest';
import {
  limits,
  paths,
  type Agent,
  type Member,
  type Role,
  type ToolUse,
} from '../../src/contracts/index.ts';
import { remove, update } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { uses } from '../support/factories.ts';
import { Gate } from '../support/gate.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { plainMother } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';
import { Till, refunding } from '../support/till.ts';

// A call with an effect outside waits for a person's yes: by the button of its card, for exactly this call, once.

async function open(till: Till, script: Script = refunding(), use: Partial<ToolUse> = {}) {
  const world = await TestWorld.open(script, {
    database: new MemoryStore(),
    tools: [till.tool],
    asksConsent: true,
  });
  await world.database.commit([
    update<Agent>(paths.agents.one(world.tenantId, 'estimator'), { tools: [uses('calculate', use)] }),
  ]);
  // What is kept of the tenant for a minute is read anew.
  world.aheadMs += 61_000;
  return world;
}

async function asked(world: TestWorld) {
  const question = (await world.questions()).find(({ status }) => status === 'relayed');
  if (!question?.consent) throw new Error('Nobody is asked for consent');
  return { ...question, consent: question.consent };
}

/** A yes, as the button of a question's card sends it. */
const yesTo = ({ id: questionId, consent: { hash } }: Awaited<ReturnType<typeof asked>>) => ({
  consent: { questionId, hash, decision: 'yes' as const },
});

async function decide(world: TestWorld, decision: 'yes' | 'no', hash?: string) {
  const question = await asked(world);
  const consent = { questionId: question.id, hash: hash ?? question.consent.hash, decision };
  const id = await world.say('', { consent });
  if (world.inProcess) await world.takeWakes();
  return id;
}

const statusOf = async (world: TestWorld, id: string) => {
  const message = (await world.messages()).find((one) => one.id === id);
  return message?.role === 'user' ? [message.status, message.refusal?.code ?? null] : [];
};

const resultOf = async (world: TestWorld) => (await world.tasks())[0]?.result;

const toolCalls = async (world: TestWorld) =>
  (await world.runs()).flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'tool_call'));

describe('a call with an effect outside', () => {
  it('waits: the card shows exactly what will be done, and nothing is sent', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    expect(till.paid).toEqual([]);
    expect(await asked(world)).toMatchObject({
      kind: 'consent',
      text: 'Refund 49 EUR',
      consent: { tool: 'calculate', details: [{ label: 'Amount', value: '49' }], by: 'member' },
    });
    expect(await world.tasks()).toMatchObject([{ status: 'waiting' }]);
    expect((await world.chatDocument()).counts).toEqual({ running: 1, waiting: 1 });
    expect((await world.messages()).at(-1)).toMatchObject({
      kind: 'question',
      content: 'Estimator asks for your permission: Refund 49 EUR',
    });
    await expectSound(world);
  });

  it('yes -> it is made once, its result goes on, and both are on record', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    await decide(world, 'yes');
    expect(till.paid).toEqual(['49']);
    expect(await resultOf(world)).toContain('paid 49');
    const steps = (await world.runs()).flatMap((run) => run.steps);
    expect(steps.filter(({ kind }) => kind === 'consent')).toMatchObject([
      { decision: 'yes', tool: 'calculate' },
    ]);
    expect(await toolCalls(world)).toMatchObject([{ ok: true, input: '{"expression":"49"}' }]);
    await expectSound(world);
  });

  it('no -> nothing is sent, the agent is told so and goes on', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    await decide(world, 'no');
    expect(till.paid).toEqual([]);
    expect(await resultOf(world)).toContain('did not allow this');
    await expectSound(world);
  });

  it('marked as safe by an admin -> it asks nobody', async () => {
    const till = new Till();
    const world = await open(till, refunding(), { safe: true });
    await world.say('Refund order 1042');
    expect(till.paid).toEqual(['49']);
  });

  it('its input cannot be right -> nobody is asked; the agent is told what is wrong', async () => {
    const till = new Till();
    const world = await open(till, {
      ...refunding(),
      agents: {
        Estimator: ({ results: [told] }) =>
          told === undefined
            ? { calls: [['calculate', { expression: 49 }]] }
            : { calls: [['finish', { result: told }]] },
      },
    });
    await world.say('Refund order 1042');
    expect(await world.questions()).toEqual([]);
    expect(await resultOf(world)).toContain('do not fit');
  });

  it('two in one answer -> one question after another, each call once', async () => {
    const till = new Till();
    const world = await open(till, refunding(['49', '12'], true));
    await world.say('Refund both');
    await decide(world, 'yes');
    expect(till.paid).toEqual(['49']);
    expect(await asked(world)).toMatchObject({ text: 'Refund 12 EUR' });
    await decide(world, 'no');
    expect(till.paid).toEqual(['49']);
    expect(await resultOf(world)).toMatch(/paid 49.*did not allow/u);
    await expectSound(world);
  });

  it('what the definition fixes goes into what is shown, whatever the model gives', async () => {
    const till = new Till();
    const world = await open(till, refunding(['1000']), { fixed: { expression: '5' } });
    await world.say('Refund order 1042');
    expect(await asked(world)).toMatchObject({ text: 'Refund 5 EUR' });
    await decide(world, 'yes');
    expect(till.paid).toEqual(['5']);
  });
});

describe('a yes that does not count', () => {
  it('forged: it names another hash -> refused, and nothing is done', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    const id = await decide(world, 'yes', 'a'.repeat(64));
    expect(await statusOf(world, id)).toEqual(['refused', 'consent_mismatch']);
    expect(till.paid).toEqual([]);
    expect(await world.tasks()).toMatchObject([{ status: 'waiting' }]);
  });

  it('forged: a question that there is not, or one for words -> refused', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    const consent = { questionId: 'agent-9-q0', hash: 'a'.repeat(64), decision: 'yes' as const };
    expect(await statusOf(world, await world.say('', { consent }))).toEqual(['refused', 'not_found']);
    expect(till.paid).toEqual([]);
  });

  it('right before an answer of the same task is corrected -> refused, as its question is no longer asked', async () => {
    const till = new Till();
    const world = await open(till, {
      ...refunding(),
      agents: {
        Estimator: ({ results: [amount, receipt] }) => {
          if (amount === undefined) return { calls: [['ask_user', { question: 'How much?' }]] };
          if (receipt === undefined) return { calls: [['calculate', { expression: amount }]] };
          return { calls: [['finish', { result: receipt }]] };
        },
      },
    });
    await world.say('Refund order 1042');
    const { id: questionId } = (await world.questions())[0] ?? { id: '' };
    await world.say('49', { replyTo: questionId });
    const yes = await world.write('', yesTo(await asked(world)));
    await world.say('', { correct: { questionId, answer: '94' } });
    expect(await statusOf(world, yes)).toEqual(['refused', 'not_found']);
    expect(till.paid).toEqual([]);
    expect(JSON.stringify((await world.mother())?.memory)).not.toContain('(The person allowed');
    expect((await asked(world)).text).toContain('94');
    await world.takeWakes();
    await expectSound(world);
  });

  it('in prose, or as an answer to its card -> it is none; Mother cannot give it either', async () => {
    const till = new Till();
    const world = await open(till, {
      ...refunding(),
      mother: (seen) => {
        const [waiting] = seen.waiting;
        const [said] = seen.messages;
        if (!waiting || !said) return refunding().mother?.(seen) ?? { text: 'Well.' };
        const evidence = [{ message_id: said.id, quote: said.text }];
        const reply = { sub_agent_id: waiting.sub_agent_id, answer: 'yes', confidence: 1, evidence };
        return { text: 'Use the button, please.', calls: [['reply_to_agent', reply]] };
      },
    });
    await world.say('Refund order 1042');
    const { id: questionId } = await asked(world);
    await world.say('yes');
    expect(await statusOf(world, await world.say('yes', { replyTo: questionId }))).toEqual([
      'refused',
      'invalid_input',
    ]);
    expect(till.paid).toEqual([]);
    expect(await world.tasks()).toMatchObject([{ status: 'waiting' }]);
    await expectSound(world);
  });

  it('clicked twice -> the second is refused, and the call is made once', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    const question = await asked(world);
    const intent = yesTo(question);
    const ids = [await world.write('', intent), await world.write('', intent)];
    await Promise.all([world.deliver(), world.deliver()]);
    await world.sweepAll();
    expect(await statusOf(world, ids[0] ?? '')).toEqual(['handled', null]);
    expect(await statusOf(world, ids[1] ?? '')).toEqual(['refused', 'already_answered']);
    expect(till.paid).toEqual(['49']);
    await expectSound(world);
  });

  it('to three calls at once, one of which is stopped in that moment -> that one is refused, the others are made', async () => {
    const till = new Till();
    const script = refunding();
    const world = await open(till, {
      ...script,
      mother: (seen) => {
        const reply = script.mother?.(seen);
        if (!seen.messages[0] || !reply || reply instanceof Promise) return plainMother(seen);
        return { ...reply, calls: [1, 2, 3].flatMap(() => reply.calls ?? []) };
      },
    });
    await world.say('Refund them');
    const all = (await world.questions()).filter(({ status }) => status === 'relayed');
    expect(all).toHaveLength(3);
    const given = [];
    for (const { id, consent } of all) {
      const decision = { questionId: id, hash: consent?.hash ?? '', decision: 'yes' as const };
      given.push(await world.write('', { consent: decision }));
    }
    await world.say('', { stop: { kind: 'task', id: all[0]?.taskId ?? '' } });
    expect(await Promise.all(given.map((id) => statusOf(world, id)))).toEqual([
      ['refused', 'not_found'],
      ['handled', null],
      ['handled', null],
    ]);
    await world.takeWakes();
    expect(till.paid).toEqual(['49', '49']);
    await expectSound(world);
  });

  it('replayed for the next call of the same kind -> refused: that one has a question of its own', async () => {
    const till = new Till();
    const world = await open(till, refunding(['49', '49']));
    await world.say('Refund it');
    const first = await asked(world);
    await decide(world, 'yes');
    const consent = { questionId: first.id, hash: first.consent.hash, decision: 'yes' as const };
    expect(await statusOf(world, await world.say('', { consent }))).toEqual(['refused', 'already_answered']);
    expect(till.paid).toEqual(['49']);
    expect((await asked(world)).id).not.toBe(first.id);
  });

  it('the input changed after it -> it does not cover the call: the person is asked again', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    const [subAgent] = await world.subAgents();
    const path = paths.states.one(world.chat, subAgent?.id ?? '');
    const state = (await world.database.get(path))?.data['intent'];
    const tampered = JSON.stringify(state).replaceAll('\\"49\\"', '\\"4900\\"');
    const question = await asked(world);
    await world.change(path, { intent: JSON.parse(tampered) });
    await world.say('', yesTo(question));
    expect(till.paid).toEqual([]);
    expect(await asked(world)).toMatchObject({ text: 'Refund 4900 EUR' });
  });

  it('taken up after 15 minutes -> nothing is done, and the person is asked again', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    world.inProcess = false;
    await decide(world, 'yes');
    world.aheadMs += limits.consentMs + 1_000;
    world.inProcess = true;
    await world.sweepAll();
    expect(till.paid).toEqual([]);
    expect(await asked(world)).toMatchObject({ text: 'Refund 49 EUR' });
    await decide(world, 'yes');
    expect(till.paid).toEqual(['49']);
    await expectSound(world);
  });

  it.each<[Role, string[]]>([
    ['member', []],
    ['admin', ['49']],
    ['owner', ['49']],
  ])(
    'where an admin is needed, by a person who is %s -> pays %j; a member hears who may',
    async (role, paid) => {
      const till = new Till();
      const world = await open(till, refunding(), { consentBy: 'admin' });
      const self = paths.members.one(world.tenantId, world.chat.uid);
      await world.database.commit([
        {
          op: 'set',
          path: paths.members.one(world.tenantId, 'ada'),
          data: { ...aMember('ada'), name: 'Ada' },
        },
        update<Member>(self, { role }),
      ]);
      await world.say('Refund order 1042');
      const id = await decide(world, 'yes');
      expect(till.paid).toEqual(paid);
      if (role !== 'member') return;
      const refused = (await world.messages()).find((one) => one.id === id);
      expect(refused).toMatchObject({
        status: 'refused',
        refusal: { code: 'role_needed', message: 'Only an admin of this company may allow that: Ada.' },
      });
      await decide(world, 'no');
      expect(await resultOf(world)).toContain('did not allow this');
    },
  );

  it('where an admin is needed, and who pressed it is one no more in that moment -> refused', async () => {
    const till = new Till();
    const world = await open(till, refunding(), { consentBy: 'admin' });
    const self = paths.members.one(world.tenantId, world.chat.uid);
    await world.database.commit([update<Member>(self, { role: 'admin' })]);
    await world.say('Refund order 1042');
    world.store.beforeCommit = async (writes) => {
      const isGiven = writes.some((one) => one.op === 'update' && one.data['answer'] === 'yes');
      if (isGiven) await world.database.commit([update<Member>(self, { role: 'member' })]);
    };
    const id = await decide(world, 'yes');
    expect(await statusOf(world, id)).toEqual(['refused', 'role_needed']);
    expect(till.paid).toEqual([]);
    await expectSound(world);
  });

  it.each(['before', 'while'] as const)(
    'and who pressed it was removed %s it was looked at -> refused, and nothing is done',
    async (when) => {
      const till = new Till();
      const world = await open(till);
      const self = paths.members.one(world.tenantId, world.chat.uid);
      await world.say('Refund order 1042');
      if (when === 'before') await world.database.commit([remove(self)]);
      else
        world.store.beforeCommit = async (writes) => {
          if (writes.some(({ path }) => path.includes('/mail/consented-')))
            await world.database.commit([remove(self)]);
        };
      const id = await decide(world, 'yes');
      expect(till.paid).toEqual([]);
      expect(await statusOf(world, id)).toEqual(['refused', 'not_allowed']);
    },
  );

  it('to a question whose task was stopped -> refused', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    const question = await asked(world);
    await world.say('', { stop: { kind: 'all' } });
    const late = await world.say('', yesTo(question));
    await world.takeWakes();
    expect(await statusOf(world, late)).toEqual(['refused', 'not_found']);
    expect(till.paid).toEqual([]);
    await expectSound(world);
  });

  it('and everything is stopped before anybody has looked at it -> refused, not taken for given', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    const question = await asked(world);
    const id = await world.write('', yesTo(question));
    await world.say('', { stop: { kind: 'all' } });
    await world.takeWakes();
    expect(await statusOf(world, id)).toEqual(['refused', 'not_found']);
    expect(till.paid).toEqual([]);
    await expectSound(world);
  });

  it('not given for 7 days -> the task fails with the way out', async () => {
    const till = new Till();
    const world = await open(till);
    await world.say('Refund order 1042');
    world.aheadMs += limits.questionMs + 1_000;
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'question_expired' } }]);
    expect(await world.questions()).toMatchObject([{ status: 'expired' }]);
    await expectSound(world);
  });
});

describe('a call that was allowed, and whose answer is lost', () => {
  it('nobody can be asked about it -> unknown; it is not made again', async () => {
    const till = new Till();
    till.afterwards = () => {
      throw new Error('cut off');
    };
    const world = await open(till);
    await world.say('Refund order 1042');
    await decide(world, 'yes');
    expect(till.paid).toEqual(['49']);
    expect(await resultOf(world)).toContain('not known whether this took effect');
    expect(await toolCalls(world)).toMatchObject([{ ok: false, unknown: true }]);
  });

  it('the other side can be asked -> it is found', async () => {
    const till = new Till(true);
    till.afterwards = () => {
      throw new Error('cut off');
    };
    const world = await open(till);
    await world.say('Refund order 1042');
    await decide(world, 'yes');
    expect(till.paid).toEqual(['49']);
    expect(await resultOf(world)).toContain('found');
    expect(await toolCalls(world)).toMatchObject([{ ok: true }]);
  });

  it.each([false, true])(
    'its process dies in it; can be asked: %s -> made once, whoever goes on',
    async (canBeAsked) => {
      const till = new Till(canBeAsked);
      const gate = new Gate();
      till.afterwards = () => gate.pass();
      const world = await open(till);
      await world.say('Refund order 1042');
      const question = await asked(world);
      void world.say('', yesTo(question));
      await gate.reached;
      world.store.die();
      till.afterwards = () => undefined;
      const other = await world.another(refunding(), { tools: [till.tool] });
      other.aheadMs += limits.leaseMs + 1_000;
      await other.sweepAll();
      expect(till.paid).toEqual(['49']);
      expect(await resultOf(other)).toContain(canBeAsked ? 'found' : 'not known');
      await expectSound(other);
    },
  );
});

const aMember = (uid: string) => ({
  schemaVersion: 1,
  uid,
  role: 'admin',
  email: '',
  createdAt: SERVER_TIME,
});
