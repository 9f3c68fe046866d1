import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  limits,
  type ConsentRequest,
  type MotherState,
  type Question,
  type Role,
  type Stop,
  type Task,
} from '../../../src/contracts/index.ts';
import type { Incoming, World } from '../../../src/machine/draft.ts';
import { motherWrites } from '../../../src/engine/mother-writes.ts';
import type { MotherEffect } from '../../../src/machine/effects.ts';
import { route } from '../../../src/machine/routing.ts';
import { decideTurn, speaks, type Answer } from '../../../src/machine/turn.ts';
import { expectOnce } from '../../../src/store/port.ts';
import {
  ago,
  assistantMessage,
  availableAgent,
  motherState,
  openQuestion,
  openTask,
  question,
  task,
  tenant,
  userMessage,
  world,
} from '../../support/factories.ts';
import {
  asked,
  call,
  closesIn,
  calling,
  completedTask,
  finished,
  inShort,
  message,
  ofType,
  refusing,
  reply,
  retryOfMessage,
  retryOfTask,
} from './vocabulary.ts';

// Three agents, each with a task in any state, and a person who writes anything; then a model that answers anything.
// Whatever comes, the decision has to be one that can be stored in one commit and leaves nothing undone.

const { orchestration } = tenant();

type Scene = { state: MotherState; mail: Incoming[]; world: World };

const numbers = [1, 2, 3];
const situation = fc.constantFrom(
  'running',
  'asked',
  'asked again',
  'asked too often',
  'relayed',
  'relayed again',
  'relayed in the card of the first',
  'asked for a yes',
  'relayed for a yes',
  'completed',
  'failed',
  'cancelled',
);
type Situation = typeof situation extends fc.Arbitrary<infer S> ? S : never;

/** What every call that waits for a yes is about. */
const request: ConsentRequest = {
  callId: 'call-pay',
  tool: 'pay',
  summary: 'Pay 49 EUR',
  details: [],
  hash: 'a'.repeat(64),
  by: 'admin',
};

/** One agent's task and question in a situation, and the mail that Mother has of it. */
function agentIn(n: number, now: Situation, first: Situation) {
  const [taskId, subAgentId, questionId] = [`task-${n}`, `agent-${n}`, `agent-${n}-q1`];
  const waits = now.startsWith('asked') || now.startsWith('relayed');
  const again = now.endsWith('again') || now === 'asked too often';
  // The first has a card for others if it was asked in words, by then.
  const hasCard = !first.startsWith('asked') && !first.endsWith('yes');
  const sameAs = now.endsWith('first') && n !== 1 && hasCard ? 'agent-1-q1' : null;
  const earlier = { repeats: again ? `agent-${n}-q0` : null, attempt: again ? 2 : 1, sameAs };
  const of = { subAgentId, taskId, name: `Agent${n}` };
  const kind = now.endsWith('yes') ? 'consent' : 'input';
  const consent = kind === 'consent' ? request : null;
  const questions: Record<string, Question> = {
    [`agent-${n}-q0`]: question({
      ...of,
      status: 'answered',
      answeredBy: 'user',
      answer: '2020',
      attempt: now === 'asked too often' ? 2 : 1,
    }),
    ...(waits
      ? {
          [questionId]: question({
            ...of,
            ...earlier,
            kind,
            consent,
            status: now.startsWith('asked') ? 'open' : 'relayed',
            relayedAt: now.startsWith('asked') ? null : ago(2),
          }),
        }
      : {}),
  };
  const base = { subAgentId, agentName: of.name };
  const tasks: Record<string, Task> = {
    [taskId]:
      now === 'completed'
        ? completedTask(base)
        : now === 'failed' || now === 'cancelled'
          ? task({ ...base, status: now })
          : task({ ...base, status: waits ? 'waiting' : 'running', questionId: waits ? questionId : null }),
  };
  const relayed = now.startsWith('relayed');
  const mail: Incoming[] = now.startsWith('asked')
    ? [asked(questionId, taskId)]
    : ['completed', 'failed', 'cancelled'].includes(now)
      ? [finished(taskId)]
      : [];
  return {
    tasks,
    questions,
    mail,
    open: openTask({ taskId, subAgentId, name: of.name }),
    relayed: relayed ? [openQuestion({ ...of, kind, questionId, repeats: earlier.repeats, sameAs })] : [],
  };
}

const oneOf = fc.constantFrom(...numbers);
const anyMessage = fc.oneof(
  fc.constant((id: string) => message(id, { content: 'Take 2021.' })),
  oneOf.map((n) => (id: string) => reply(id, `agent-${n}-q0`)),
  oneOf.map((n) => (id: string) => reply(id, `agent-${n}-q1`)),
  oneOf.map((n) => (id: string) => retryOfTask(id, `task-${n}`)),
  fc
    .constantFrom('mother-3', 'mother-4', 'mother-9')
    .map((failed) => (id: string) => retryOfMessage(id, failed)),
  oneOf.map(
    (n) => (id: string) =>
      message(id, { content: '', correct: { questionId: `agent-${n}-q0`, answer: '2022' } }),
  ),
  fc
    .constantFrom<Stop>(
      { kind: 'all' },
      { kind: 'turn', id: 'mother-7' },
      { kind: 'task', id: 'task-1' },
      { kind: 'task', id: 'task-2' },
    )
    .map((stop) => (id: string) => message(id, { content: '', stop })),
  fc
    .tuple(oneOf, fc.constantFrom('yes' as const, 'no' as const), fc.constantFrom('a', 'a', 'a', 'b'))
    .map(([n, decision, letter]) => (id: string) => {
      const consent = { questionId: `agent-${n}-q1`, hash: letter.repeat(64), decision };
      return message(id, { content: '', consent });
    }),
);

const scene: fc.Arbitrary<Scene> = fc
  .record({
    situations: fc.tuple(situation, situation, situation),
    messages: fc.array(anyMessage, { maxLength: 5 }),
    order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    enabled: fc.boolean(),
    streams: fc.boolean(),
    ends: fc.nat(9).map((n) => n === 0),
    messagesPerMinute: fc.constantFrom(1, 2, 30),
    role: fc.constantFrom<Role | null>('admin', 'member', null),
  })
  .map(({ situations, messages, order, enabled, streams, ends, role, messagesPerMinute }) => {
    const agents = situations.map((now, at) => agentIn(at + 1, now, situations[0]));
    const mail: Incoming[] = [
      ...messages.map((make, at) => make(`m${at}`)),
      ...agents.flatMap((one) => one.mail),
      ...(ends ? [endAll] : []),
    ].toSorted((a, b) => (order[idOf(a).length % 8] ?? 0) - (order[idOf(b).length % 8] ?? 0));
    const fromMail = mail.flatMap((one) => (one.kind === 'message' ? [[one.id, one.message] as const] : []));
    return {
      mail,
      state: motherState({
        tasks: agents.map(({ open }) => open),
        questions: agents.flatMap((one) => one.relayed),
      }),
      world: world({
        orchestration: { ...orchestration, enabled, limits: { ...orchestration.limits, messagesPerMinute } },
        role,
        agents: { researcher: availableAgent(), writer: availableAgent('writer') },
        tasks: Object.assign({}, ...agents.map(({ tasks }) => tasks)),
        questions: Object.assign({}, ...agents.map(({ questions }) => questions)),
        messages: {
          'mother-3': assistantMessage({ status: 'failed', inReplyTo: ['old'] }),
          'mother-4': assistantMessage({ status: 'failed', inReplyTo: ['old', 'old2'] }),
          ...(streams ? { 'mother-7': assistantMessage({ status: 'streaming', inReplyTo: ['m0'] }) } : {}),
          old: userMessage({ content: 'Find it in 2021.', status: 'handled' }),
          old2: userMessage({ content: 'And ask Alice.', status: 'handled' }),
          ...Object.fromEntries(fromMail),
        },
      }),
    };
  });

/** The company switches its agents off; now and then. */
const endAll = { kind: 'end_all', mailId: 'end-all', reason: 'orchestration_off' } satisfies Incoming;

const idOf = (one: Incoming) => (one.kind === 'message' ? one.id : one.mailId);

const evidence = fc.array(
  fc.record({
    message_id: fc.constantFrom('m0', 'm1', 'old', 'mother-3', 'nobody'),
    quote: fc.constantFrom('2021', 'in 2021', 'Take 2021', '2022', 'Alice'),
  }),
  { maxLength: 2 },
);
const anyCall = fc
  .oneof(
    fc.record({
      name: fc.constant('reply_to_agent'),
      input: fc.record({
        sub_agent_id: oneOf.map((n) => `agent-${n}`),
        answer: fc.constantFrom('2021', 'Alice', 'in the morning', ' '),
        confidence: fc.constantFrom(0.1, 0.9),
        evidence,
      }),
    }),
    fc.record({
      name: fc.constant('ask_user'),
      input: fc.record(
        {
          sub_agent_id: oneOf.map((n) => `agent-${n}`),
          repeats: fc.tuple(oneOf, fc.constantFrom(0, 1)).map(([n, q]) => `agent-${n}-q${q}`),
          same_as: oneOf.map((n) => `agent-${n}-q1`),
        },
        { requiredKeys: ['sub_agent_id'] },
      ),
    }),
    fc.record({
      name: fc.constant('ask_which'),
      input: fc.record({
        sub_agent_ids: fc.array(
          oneOf.map((n) => `agent-${n}`),
          { minLength: 1, maxLength: 3 },
        ),
        message_id: fc.constantFrom('m0', 'old', 'mother-3', 'nobody'),
        quote: fc.constantFrom('2021', '2022'),
      }),
    }),
    fc.record({
      name: fc.constant('delegate_to_agent'),
      input: fc.record({
        agent_id: fc.constantFrom('researcher', 'writer', 'astronaut'),
        message: fc.constantFrom('Do it.', ''),
      }),
    }),
    fc.record({
      name: fc.constant('cancel_task'),
      input: fc.record({ task_id: fc.constantFrom(1, 2, 3, 9).map((n) => `task-${n}`) }),
    }),
    fc.record({
      name: fc.constant('remember'),
      input: fc.record({ fact: fc.constant('Likes 2021.'), evidence }),
    }),
    fc.record({
      name: fc.constant('read_message'),
      input: fc.record({ id: fc.constantFrom('m0', 'old', 'nobody') }),
    }),
    fc.record({ name: fc.constant('find_agents'), input: fc.constantFrom<object | string>({}, '{', '') }),
    fc.record({ name: fc.string(), input: fc.string() }),
  )
  .map(({ name, input }) => call(name, input));
const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.array(anyCall, { maxLength: 4 }), fc.constantFrom('', 'Well.'))
      .map(([calls, text]) => calling(calls, text)),
  },
  { weight: 1, arbitrary: fc.constant(refusing('No.')) },
  { weight: 1, arbitrary: fc.constant({ failed: 'model_busy' } as const) },
);
const answers = fc.array(anyAnswer, { minLength: limits.callsPerTurn, maxLength: limits.callsPerTurn });

/** Feeds the model's answers one after the other, as the engine does, until there is something to commit. */
function take(state: MotherState, mail: readonly Incoming[], given: readonly Answer[], seen: World) {
  const turn = { mail, messageId: speaks(mail) ? 'mother-7' : null };
  for (let n = 0; n <= given.length; n += 1) {
    const decision = decideTurn(state, turn, given.slice(0, n), seen);
    if (decision.next === 'commit') return decision;
  }
  throw new Error('the turn did not end');
}

/** What a commit of these effects writes; every document was read, in some version. */
function writesOf(next: MotherState, effects: readonly MotherEffect[]) {
  const versions = new Map<string, string>();
  versions.get = () => 'v1';
  const target = { chat: { uid: 'ada', chatId: 'chat-1' }, tenantId: 'tenant-1', versions, runId: 'run-1' };
  return motherWrites(target, effects, next);
}

/** The stops in the mail, and the messages whose turn one of them may end. */
const stoppedIn = (mail: readonly Incoming[]): string[] => {
  const written = mail.flatMap((one) => (one.kind === 'message' ? [one] : []));
  const endsTurn = written.some(({ message: { stop } }) => stop !== undefined && stop.kind !== 'task');
  return written.flatMap(({ id, message: { stop, replyTo, retry, correct, consent } }) =>
    stop || (endsTurn && !replyTo && !retry && !correct && !consent) ? [id] : [],
  );
};

const twice = (all: readonly string[]) => all.filter((one, at) => all.indexOf(one) !== at);

/** The lists that Mother keeps agree with the documents as the effects leave them. */
function expectConsistent(next: MotherState, effects: readonly MotherEffect[], seen: World) {
  const ended = new Set(ofType(effects, 'end_task').map(({ taskId }) => taskId));
  const answered = new Set(
    [...ofType(effects, 'answer'), ...ofType(effects, 'consent')].map(({ questionId }) => questionId),
  );
  const relayed = ofType(effects, 'relay').map(({ questionId }) => questionId);
  const still = [...seen.questions].flatMap(([id, one]) =>
    one.status === 'relayed' && !answered.has(id) && !ended.has(one.taskId) ? [id] : [],
  );
  expect(next.questions.map(({ questionId }) => questionId).toSorted()).toEqual(
    [...still, ...relayed].toSorted(),
  );
  expect(twice(next.questions.map(({ taskId }) => taskId))).toEqual([]);
  // What is put to the person has a card: one of its own, or one that is there for another task.
  const cards = new Set([
    ...ofType(effects, 'post').map(({ id }) => id),
    ...[...seen.questions].map(
      ([id, { sameAs, status }]) => status === 'relayed' && `question-${sameAs ?? id}`,
    ),
  ]);
  for (const { questionId, sameAs } of ofType(effects, 'relay')) {
    expect(cards).toContain(`question-${sameAs ?? questionId}`);
    expect(ofType(effects, 'post').some(({ id }) => id === `question-${questionId}`)).toBe(sameAs === null);
  }
  const tasks = next.tasks.map(({ taskId }) => taskId);
  expect(twice(tasks)).toEqual([]);
  expect(tasks.filter((id) => ended.has(id))).toEqual([]);
  expect(next.questions.filter(({ taskId }) => !tasks.includes(taskId))).toEqual([]);
  for (const { task } of ofType(effects, 'start_task')) expect(tasks).toContain(task.taskId);
}

/** The world as it is when System 1 has been committed. */
function worldAfter(effects: readonly MotherEffect[], seen: World): World {
  const tasks = new Map(seen.tasks);
  const questions = new Map(seen.questions);
  const turn = <T>(all: Map<string, T>, id: string, fields: Partial<T>) => {
    const one = all.get(id);
    if (one !== undefined) all.set(id, { ...one, ...fields });
  };
  for (const effect of effects) {
    if (effect.type === 'answer') {
      turn(questions, effect.questionId, { status: 'answered', answeredBy: effect.answeredBy });
      turn(tasks, effect.question.taskId, { status: 'running', questionId: null });
    } else if (effect.type === 'consent') {
      turn(questions, effect.questionId, { status: 'answered', answeredBy: 'user' });
      turn(tasks, effect.question.taskId, { status: 'running', questionId: null });
    } else if (effect.type === 'relay') {
      const { sameAs } = effect;
      turn(questions, effect.questionId, { status: 'relayed', relayedAt: seen.now, sameAs });
    } else if (effect.type === 'end_task') {
      turn(tasks, effect.taskId, { status: effect.status, questionId: null });
      if (effect.questionId !== null) turn(questions, effect.questionId, { status: 'withdrawn' });
    }
  }
  return { ...seen, tasks, questions };
}

describe('any mail', () => {
  it('System 1 -> each piece is settled in one commit or left for the turn, and a replay decides the same', () => {
    fc.assert(
      fc.property(scene, (before) => {
        const { next, effects, rest } = route(before.state, before.mail, before.world);
        expectOnce(writesOf(next, effects));
        const dealtWith = effects.flatMap((one) =>
          one.type === 'handle' || one.type === 'refuse'
            ? [one.messageId]
            : one.type === 'consume'
              ? [one.mailId]
              : [],
        );
        expect([...dealtWith, ...rest.map(idOf)].toSorted()).toEqual(before.mail.map(idOf).toSorted());
        expect(rest).toEqual(before.mail.filter((one) => rest.includes(one)));
        // What is settled can be seen: something was said on it, or the person has stopped it.
        const repliedTo = effects.flatMap((one) =>
          one.type === 'post' || one.type === 'close' ? one.post.inReplyTo : [],
        );
        for (const { messageId } of ofType(effects, 'handle'))
          expect([...repliedTo, ...stoppedIn(before.mail)]).toContain(messageId);
        expectConsistent(next, effects, before.world);
        expect(route(before.state, before.mail, before.world)).toEqual({ next, effects, rest });
      }),
      { numRuns: 2_000 },
    );
  });

  it('and any answers of a model -> every message is handled once and answered, every mail consumed once', () => {
    fc.assert(
      fc.property(scene, answers, (before, given) => {
        const routed = route(before.state, before.mail, before.world);
        const mail = routed.rest;
        fc.pre(mail.length > 0);
        const seen = worldAfter(routed.effects, before.world);
        const { state: next, effects } = take(routed.next, mail, given, seen);

        expectOnce(writesOf(next, effects));
        const messages = mail.flatMap((one) => (one.kind === 'message' ? [one.id] : []));
        const mails = mail.flatMap((one) => (one.kind === 'message' ? [] : [one.mailId]));
        const handled = ofType(effects, 'handle').map(({ messageId }) => messageId);
        expect(handled).toEqual(expect.arrayContaining(messages));
        expect(ofType(effects, 'refuse')).toEqual([]);
        expect(
          ofType(effects, 'consume')
            .map(({ mailId }) => mailId)
            .toSorted(),
        ).toEqual(mails.toSorted());

        const closes = closesIn(effects);
        expect(closes.map(({ id }) => id)).toEqual(speaks(mail) ? ['mother-7'] : []);
        for (const { post } of closes) {
          expect(post.inReplyTo).toEqual(handled);
          expect(post.content !== '' || post.error !== null).toBe(true);
          expect(post.error === null).toBe(post.status === 'complete');
        }
        const reported = effects.flatMap((one) =>
          one.type === 'post' || one.type === 'close' ? one.post.taskIds : [],
        );
        const ended = mail.flatMap((one) => (one.kind === 'finished' ? [one.taskId] : []));
        const failed = ofType(effects, 'end_task').flatMap((one) =>
          one.status === 'failed' ? [one.taskId] : [],
        );
        expect(reported.toSorted()).toEqual([...ended, ...failed].toSorted());

        // Each question that was to be checked is answered, relayed, or gone with its task.
        for (const one of mail) {
          if (one.kind !== 'asked') continue;
          const became = inShort(effects).filter((effect) =>
            [`answer ${one.questionId}`, `relay ${one.questionId}`, `end_task ${one.taskId}`].includes(
              effect,
            ),
          );
          expect(became).toHaveLength(1);
        }
        expectConsistent(next, effects, seen);
        expect(take(routed.next, mail, given, seen)).toEqual(
          expect.objectContaining({ state: next, effects }),
        );
      }),
      { numRuns: 500 },
    );
  });
});
