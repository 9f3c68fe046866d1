import { describe, expect, it, vi } from 'vitest';
import { MOTHER, REMOVER, limits, paths } from '../../src/contracts/index.ts';
import { ModelError } from '../../src/model/index.ts';
import { remove } from '../../src/store/documents.ts';
import { Gate } from '../support/gate.ts';
import { patient } from '../support/patient.ts';
import { Till, refunding } from '../support/till.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import type { AgentView, MotherView, Reply, Script } from '../support/scripted-model.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { expectSound } from '../support/soundness.ts';
import { readChat } from '../../src/upkeep/read-chat.ts';
import { wrongWith } from '../../src/upkeep/rules.ts';
import { openInMemory, TestWorld } from '../support/test-world.ts';

// What the simulation came upon, each in its shortest form.

const call = (id: string) => ['delegate_to_agent', { agent_id: id, message: 'Do it.' }] as const;

const twoQuestions = ({ results }: AgentView): Reply => {
  if (results.length < 2) return { calls: [['ask_user', { question: `Which ${results.length}?` }]] };
  return { calls: [['finish', { result: 'Done.' }]] };
};

const relayed = async (world: TestWorld) => {
  const question = (await world.questions()).find(({ status }) => status === 'relayed');
  if (!question) throw new Error('No question is relayed');
  return question;
};

describe('a model that gives every call the same id', () => {
  it('each call of a conversation has an id of its own, and its own result', async () => {
    const world = await openInMemory({
      ...scenarioA,
      agents: {
        Planner: ({ results }) =>
          results.length < 4
            ? { calls: ['UTC', 'Asia/Tokyo'].map((zone) => ['current_time', { time_zone: zone }] as const) }
            : { calls: [['finish', { result: 'Done.' }]] },
      },
    });
    const play = world.model.call.bind(world.model);
    world.model.call = async (...given) => {
      const answer = await play(...given);
      return { ...answer, toolCalls: answer.toolCalls.map((one) => ({ ...one, id: 'the-same' })) };
    };
    await world.say('Plan a call');
    const [agent] = await world.subAgents();
    const transcript = await world.transcript(agent?.id ?? '');
    const ids = transcript.flatMap((one) => (one.role === 'tool' ? [one.toolCallId] : []));
    expect(new Set(ids).size).toBe(4);
    await expectSound(world);
  });
});

describe('a reply on a result', () => {
  it.each(['waits for a busy provider', 'has begun, and its process died'] as const)(
    '%s, and an answer of that task is put right -> it ends, she knows that it no longer counts, and the next one is told',
    async (how) => {
      let isHeld = true;
      const script: Script = {
        mother: (seen) => {
          if (seen.messages[0]) return { text: 'Asked.', calls: [call('planner')] };
          if (!seen.results[0] || !isHeld) return plainMother(seen);
          return how === 'waits for a busy provider'
            ? { error: new ModelError('model_busy', '429', { transient: true, retryAfterMs: 200_000 }) }
            : { text: 'It says', after: new Promise(() => undefined) };
        },
        agents: {
          Planner: ({ results: [answer] }) =>
            answer === undefined
              ? { calls: [['ask_user', { question: 'Which city?' }]] }
              : { calls: [['finish', { result: `Planned for ${answer}.` }]] },
        },
      };
      const world = await openInMemory(script);
      await world.say('Plan a call');
      const { id: questionId } = await relayed(world);
      await world.write('Berlin', { replyTo: questionId });
      void world.deliver();
      await expect
        .poll(async () => (await world.said()).at(-1), patient)
        .toMatchObject({ status: 'streaming', kind: 'result' });
      if (how !== 'waits for a busy provider') world.store.die();
      isHeld = false;
      const another = await world.another(script);
      another.aheadMs += 300_000;
      await another.say('', { correct: { questionId, answer: 'Lisbon' } });
      await another.sweepAll();
      const results = (await another.said()).filter(({ kind }) => kind === 'result');
      expect(results.map(({ status }) => status)).toEqual(['complete', 'complete']);
      expect(JSON.stringify(another.model.requests)).toContain('no longer counts');
      expect(results[1]?.content).toContain('Lisbon');
      await expectSound(another);
    },
  );

  it('waits for a busy provider, and is stopped -> the result has been told, and is not told once more', async () => {
    let isBusy = true;
    const world = await openInMemory({
      mother: (seen) => {
        if (!seen.results[0] || !isBusy)
          return seen.messages[0] ? { text: 'Asked.', calls: [call('planner')] } : plainMother(seen);
        return { error: new ModelError('model_busy', '429', { transient: true, retryAfterMs: 200_000 }) };
      },
      agents: { Planner: () => ({ calls: [['finish', { result: 'Done.' }]] }) },
    });
    await world.say('Plan a call');
    const waiting = (await world.said()).find(({ status }) => status === 'streaming');
    await world.say('', { stop: { kind: 'turn', id: waiting?.id ?? '' } });
    isBusy = false;
    await world.sweepAll();
    expect((await world.said()).map(({ status, taskIds }) => [status, taskIds.length])).toEqual([
      ['complete', 0],
      ['stopped', 1],
    ]);
    await expectSound(world);
  });
});

describe('a task that is started in the turn that tells of another one’s end', () => {
  it('takes the slot that this leaves', async () => {
    const ask = ({ results: [answer] }: AgentView): Reply =>
      answer === undefined
        ? { calls: [['ask_user', { question: `Which?` }]] }
        : { calls: [['finish', { result: 'Done.' }]] };
    const script: Script = {
      mother: (seen: MotherView) => {
        const [said] = seen.messages;
        if (!said) return plainMother(seen);
        const tasks = said.text === 'All' ? limits.parallelTasks : 1;
        return { text: 'Asked.', calls: Array.from({ length: tasks }, () => call('planner')) };
      },
      agents: { Planner: ask },
    };
    const world = await openInMemory(script, { inProcess: false });
    const settleAgents = async () => {
      for (const { id } of await world.subAgents()) await world.deliver(id);
    };
    await world.say('All');
    await settleAgents();
    await world.deliver();
    await world.say('2026', { replyTo: (await relayed(world)).id });
    await settleAgents();
    await world.write('One more');
    await world.deliver();
    const tasks = await world.tasks();
    expect(tasks.map(({ status }) => status).filter((one) => one === 'queued')).toEqual([]);
    await settleAgents();
    await world.deliver();
    await expectSound(world);
  });
});

describe('an answer, and right after it a correction of an earlier one of the same task', () => {
  it('the answer comes too late, and the person is told so', async () => {
    const world = await openInMemory({ ...scenarioA, agents: { Planner: twoQuestions } });
    await world.say('Plan a call');
    const first = await relayed(world);
    await world.say('Berlin', { replyTo: first.id });
    const second = await relayed(world);
    const answer = await world.write('Noon', { replyTo: second.id });
    await world.say('', { correct: { questionId: first.id, answer: 'Paris' } });
    const message = (await world.messages()).find(({ id }) => id === answer);
    expect(message).toMatchObject({ status: 'refused', refusal: { code: 'not_found' } });
    expect((await world.said()).map(({ id }) => id)).not.toContain(`ack-${second.id}`);
    await world.takeWakes();
    await expectSound(world);
  });
});

describe('a chat that is being deleted', () => {
  const deletedAt = { access: 'deleting', deleteAt: 0 };

  it('she never worked in it -> what was written is refused, and she gets no state that would be left over', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.write('Hello');
    await world.change(paths.chat(world.chat), deletedAt);
    await world.deliver();
    expect(await world.messages()).toMatchObject([{ status: 'refused' }]);
    expect(await world.documents(paths.states.all(world.chat))).toEqual([]);
  });

  it('she is at work in it -> first she loses her lease, and what she writes until then goes with the rest', async () => {
    const gate = new Gate();
    const world = await openInMemory({
      mother: () => ({ text: 'Once upon a time …', afterText: gate.pass() }),
    });
    await world.write('A story');
    const turn = world.deliver();
    await gate.reached;
    await world.change(paths.chat(world.chat), deletedAt);
    const other = await world.another({ mother: plainMother });
    await other.deliver(REMOVER);
    expect(await world.database.get(paths.states.one(world.chat, MOTHER))).toBeNull();
    expect(await world.database.get(paths.chat(world.chat))).not.toBeNull();
    gate.letGo();
    await turn;
    await other.deliver(REMOVER);
    const left = await Promise.all(
      [paths.messages.all(world.chat), paths.parts(world.chat, 'mother-0')].map((one) =>
        world.documents(one),
      ),
    );
    expect(left).toEqual([[], []]);
    expect(await world.database.get(paths.chat(world.chat))).toBeNull();
  });

  it('who claimed her for the first time died, and the chat was removed in that moment -> nothing is left', async () => {
    const world = await openInMemory({
      mother: () => ({ text: 'Hello', after: new Promise(() => undefined) }),
    });
    await world.write('Hello');
    void world.deliver();
    await vi.waitUntil(() => world.model.requests.length === 1, patient);
    world.store.die();
    const [message] = await world.messages();
    await world.database.commit(
      [paths.chat(world.chat), paths.messages.one(world.chat, message?.id ?? '')].map(remove),
    );
    const other = await world.another({ mother: plainMother }, { aheadMs: limits.leaseMs + 1_000 });
    await other.deliver();
    expect(await world.documents(paths.states.all(world.chat))).toEqual([]);
    expect(await world.documents(paths.messages.all(world.chat))).toEqual([]);
  });
});

describe('a store that does not answer for a moment', () => {
  it('while the question is read that she is to check -> it is asked all the same', async () => {
    const world = await openInMemory(scenarioA);
    let failures = 0;
    world.store.beforeRead = (what) => {
      if (typeof what !== 'string' || !what.includes('/questions/') || failures > 0) return;
      failures += 1;
      throw new Error('Unavailable');
    };
    await world.say('Plan a call').catch(() => undefined);
    expect(failures).toBe(1);
    world.aheadMs += 2 * limits.leaseMs;
    await world.sweepAll();
    expect((await world.questions()).map(({ status }) => status)).toEqual(['relayed']);
    await expectSound(world);
  });
});

/** What the rules of upkeep have to say about a chat, now. */
const wrongIn = async ({ database, chat, engine }: TestWorld) => {
  const path = paths.chat(chat);
  const documents = [...(await readChat(database, path))].map(([one, { data }]) => [one, data] as const);
  return wrongWith(path, new Map(documents), engine.now());
};

describe('an agent that waits for a yes', () => {
  const asks = async () => {
    const world = await TestWorld.open(refunding(), {
      database: new MemoryStore(),
      tools: [new Till().tool],
      asksConsent: true,
    });
    await world.say('Refund order 1042');
    return world;
  };

  it('keeps the call that it decided on -> nothing is wrong with that', async () => {
    const world = await asks();
    expect(await world.tasks()).toMatchObject([{ status: 'waiting' }]);
    expect(await wrongIn(world)).toEqual([]);
  });

  it('and gets none in time -> with its task, the call is over, and nothing of it is left', async () => {
    const world = await asks();
    world.aheadMs += limits.questionMs + 1_000;
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'question_expired' } }]);
    expect(await wrongIn(world)).toEqual([]);
  });
});

describe('two agents that ask with the same words for answers of other types', () => {
  const asksFor = (type: string) => (): Reply => ({
    calls: [['ask_user', { question: 'Which one?', field: { type, integer: true, min: 1, max: 9 } }]],
  });
  const script: Script = {
    mother: (seen) =>
      seen.messages[0] ? { text: 'Asked.', calls: ['planner', 'writer'].map(call) } : plainMother(seen),
    agents: { Planner: asksFor('text'), Writer: asksFor('number') },
  };

  it('each has a card of its own, and words answer only the one that asks for words', async () => {
    const world = await openInMemory(script);
    await world.say('Do it');
    const questions = await world.questions();
    expect(questions.map(({ sameAs, status }) => [sameAs, status])).toEqual([
      [null, 'relayed'],
      [null, 'relayed'],
    ]);
    const [words] = questions.filter(({ name }) => name === 'Planner');
    await world.say('The red one', { replyTo: words?.id ?? '' });
    const after = (await world.questions()).map(({ name, status }) => `${name} ${status}`);
    expect(after).toEqual(expect.arrayContaining(['Planner answered', 'Writer relayed']));
    await expectSound(world);
  });
});

describe('an agent that asks again, for an answer of another type', () => {
  it('late words for its first question -> are no answer to the second', async () => {
    const world = await openInMemory({
      mother: scenarioA.mother,
      agents: {
        Planner: ({ messages }) => {
          const isFirst = messages.length === 1;
          const field = { type: isFirst ? 'text' : 'number', integer: true, min: 1, max: 9 };
          return { calls: [['ask_user', { question: 'Which one?', field }]] };
        },
      },
    });
    await world.say('Plan a call');
    const first = await relayed(world);
    await world.say('The red one', { replyTo: first.id });
    const second = await relayed(world);
    expect(second).toMatchObject({ repeats: first.id, field: { type: 'number' } });
    const late = await world.say('The blue one', { replyTo: first.id });
    expect((await world.messages()).find(({ id }) => id === late)).toMatchObject({
      status: 'refused',
      refusal: { code: 'invalid_input' },
    });
    expect((await relayed(world)).id).toBe(second.id);
    await world.say('7', { replyTo: first.id });
    expect((await world.questions()).find(({ id }) => id === second.id)).toMatchObject({ answer: '7' });
  });
});

describe('a chat that is deleted, and brought back', () => {
  it('an agent came to its end meanwhile -> it is told afterwards', async () => {
    const gate = new Gate();
    const world = await openInMemory({
      ...scenarioA,
      agents: {
        Planner: async () => {
          await gate.pass();
          return { calls: [['finish', { result: 'Planned.' }]] };
        },
      },
    });
    const said = world.say('Plan a call');
    await gate.reached;
    await world.change(paths.chat(world.chat), { access: 'deleting', deleteAt: world.engine.now() + 10_000 });
    gate.letGo();
    await said;
    await world.change(paths.chat(world.chat), { access: 'open', deleteAt: null });
    await world.sweepAll();
    expect((await world.said()).at(-1)?.content).toContain('Planned.');
    await expectSound(world);
  });
});

describe('a wake that took long, in a chat that she had never worked in', () => {
  it('what it saw was handled by another, and the chat closed since -> it stays handled', async () => {
    const gate = new Gate();
    const world = await openInMemory({ mother: plainMother });
    await world.write('Hello');
    world.store.beforeRead = (what) => (what === paths.chat(world.chat) ? gate.pass() : undefined);
    const late = world.deliver();
    await gate.reached;
    const other = await world.another({ mother: plainMother });
    await other.deliver();
    await other.change(paths.chat(world.chat), { access: 'closed' });
    gate.letGo();
    await late;
    expect((await world.messages())[0]).toMatchObject({ role: 'user', status: 'handled' });
  });
});
