import { describe, expect, it } from 'vitest';
import { limits, type Question } from '../../../src/contracts/index.ts';
import type { Incoming } from '../../../src/machine/draft.ts';
import { route } from '../../../src/machine/routing.ts';
import {
  ago,
  assistantMessage,
  motherState,
  openQuestion,
  openTask,
  question,
  relayedQuestion,
  saidEntry,
  task,
  tenant,
  toldEntry,
  toolEntry,
  world,
} from '../../support/factories.ts';
import {
  asked,
  call,
  completedTask,
  finished,
  inShort,
  message,
  ofType,
  reply,
  retryOfMessage,
  retryOfTask,
  wordsIn,
} from './vocabulary.ts';

/** Researcher waits for an answer to `agent-1-q0`, which the person was asked. */
const waiting = motherState({ tasks: [openTask()], questions: [openQuestion()] });
const waitingTask = task({ status: 'waiting', questionId: 'agent-1-q0' });

const worldWith = (one: Question, questionId = 'agent-1-q0') =>
  world({ tasks: { 'task-1': waitingTask }, questions: { [questionId]: one } });

/** What is said to the person who wrote the message. */
const refusals = (effects: Parameters<typeof ofType>[0]) =>
  ofType(effects, 'refuse').map(({ messageId, error }) => [messageId, error.code]);

describe('mail that needs no model is decided, the rest is for a turn', () => {
  it('no mail -> nothing', () => {
    expect(route(waiting, [], world())).toEqual({ next: waiting, effects: [], rest: [] });
  });

  it('a message without an intent -> for a turn, nothing is written', () => {
    const mail = [message('m1')];
    expect(route(waiting, mail, world())).toEqual({ next: waiting, effects: [], rest: mail });
  });

  it('several kinds at once -> the rest keeps its order', () => {
    const mail = [
      message('m1'),
      reply('m2', 'agent-1-q0'),
      finished('task-2'),
      asked('agent-3-q0'),
      message('m3'),
    ];
    const { rest } = route(
      waiting,
      mail,
      world({
        tasks: { 'task-1': waitingTask, 'task-2': completedTask() },
        questions: { 'agent-1-q0': relayedQuestion(), 'agent-3-q0': question({ subAgentId: 'agent-3' }) },
      }),
    );
    expect(rest).toEqual([mail[0], mail[2], mail[3], mail[4]]);
  });
});

describe('a message that names its question', () => {
  it('relayed -> passed on as it is, with a receipt, an acknowledgement and no model', () => {
    const given = relayedQuestion();
    const { next, effects, rest } = route(
      waiting,
      [reply('m1', 'agent-1-q0', 'the year 2021')],
      worldWith(given),
    );
    expect(rest).toEqual([]);
    expect(inShort(effects)).toEqual(['handle m1', 'answer agent-1-q0', 'post ack-agent-1-q0']);
    expect(effects[0]).toMatchObject({
      passedTo: [{ subAgentId: 'agent-1', name: 'Researcher', questionId: 'agent-1-q0' }],
    });
    expect(effects[1]).toMatchObject({
      answer: 'the year 2021',
      answeredBy: 'user',
      confidence: null,
      messageId: 'm1',
    });
    expect(effects[2]).toMatchObject({
      post: { kind: 'ack', inReplyTo: ['m1'], answered: { answer: 'the year 2021', answeredBy: 'user' } },
    });
    expect(next.questions).toEqual([]);
    expect(next.tasks).toEqual([openTask()]);
    expect(next.memory.recent.map(({ id }) => id)).toEqual(['m1', 'ack-agent-1-q0']);
  });

  it('open, while Mother is still checking -> passed on at once', () => {
    const { effects } = route(motherState(), [reply('m1', 'agent-1-q0')], worldWith(question()));
    expect(inShort(effects)).toEqual(['handle m1', 'answer agent-1-q0', 'post ack-agent-1-q0']);
  });

  it('open, and Mother’s mail about it comes with it -> passed on, and nothing is left to check', () => {
    for (const mail of [
      [reply('m1', 'agent-1-q0'), asked()],
      [asked(), reply('m1', 'agent-1-q0')],
    ]) {
      const { effects, rest } = route(motherState(), mail, worldWith(question()));
      expect(rest).toEqual([]);
      expect(inShort(effects)).toContain('answer agent-1-q0');
      expect(inShort(effects)).toContain('consume asked-agent-1-q0');
    }
  });

  it('asked again, and both come at once -> passed on, the person is not asked once more', () => {
    const again = question({ attempt: 2, repeats: 'agent-1-q0' });
    for (const mail of [
      [reply('m1', 'agent-1-q1'), asked('agent-1-q1')],
      [asked('agent-1-q1'), reply('m1', 'agent-1-q1')],
    ]) {
      const { next, effects } = route(motherState(), mail, worldWith(again, 'agent-1-q1'));
      expect(ofType(effects, 'relay')).toEqual([]);
      expect(inShort(effects)).toContain('answer agent-1-q1');
      expect(next.questions).toEqual([]);
    }
  });

  it('answered twice in one batch -> the second is refused', () => {
    const mail = [reply('m1', 'agent-1-q0', '2021'), reply('m2', 'agent-1-q0', '2022')];
    const { effects } = route(waiting, mail, worldWith(relayedQuestion()));
    expect(ofType(effects, 'answer').map(({ answer }) => answer)).toEqual(['2021']);
    expect(refusals(effects)).toEqual([['m2', 'already_answered']]);
  });

  it('already answered by the person -> refused, with their answer', () => {
    const { next, effects } = route(
      waiting,
      [reply('m1', 'agent-1-q0')],
      worldWith(question({ status: 'answered', answeredBy: 'user', answer: 'in 2020' })),
    );
    expect(refusals(effects)).toEqual([['m1', 'already_answered']]);
    expect(ofType(effects, 'refuse')[0]?.error.message).toBe(
      'You have already answered this question: “in 2020”.',
    );
    expect(next).toEqual({ ...waiting, sends: expect.objectContaining({ count: 1 }) });
  });

  it('already answered by Mother -> refused, and says that it was she', () => {
    const { effects } = route(
      waiting,
      [reply('m1', 'agent-1-q0')],
      worldWith(question({ status: 'answered', answeredBy: 'orchestrator', answer: 'in 2020' })),
    );
    expect(ofType(effects, 'refuse')[0]?.error.message).toMatch(/^Mother has already answered .*“in 2020”/u);
  });

  it.each([
    ['expired', 'question_expired'],
    ['withdrawn', 'not_found'],
    ['superseded', 'not_found'],
  ] as const)('%s -> refused', (status, code) => {
    const { effects } = route(waiting, [reply('m1', 'agent-1-q0')], worldWith(question({ status })));
    expect(refusals(effects)).toEqual([['m1', code]]);
    expect(effects).toHaveLength(1);
  });

  it('a question that is not there -> refused', () => {
    const { effects } = route(waiting, [reply('m1', 'agent-9-q9')], world());
    expect(refusals(effects)).toEqual([['m1', 'not_found']]);
  });

  it('a question that was asked again, and relayed -> the answer goes to its successor', () => {
    const state = motherState({
      tasks: [openTask()],
      questions: [openQuestion({ questionId: 'agent-1-q1', repeats: 'agent-1-q0' })],
    });
    const { next, effects } = route(
      state,
      [reply('m1', 'agent-1-q0')],
      world({
        tasks: { 'task-1': waitingTask },
        questions: {
          'agent-1-q0': question({ status: 'answered', answeredBy: 'user', answer: '2020' }),
          'agent-1-q1': relayedQuestion({ attempt: 2, repeats: 'agent-1-q0' }),
        },
      }),
    );
    expect(ofType(effects, 'answer').map(({ questionId }) => questionId)).toEqual(['agent-1-q1']);
    expect(next.questions).toEqual([]);
  });

  it('a question that is being asked again in the same batch -> the answer goes to its successor', () => {
    const mail = [reply('m1', 'agent-1-q0'), asked('agent-1-q1')];
    const { effects } = route(
      motherState({ tasks: [openTask()] }),
      mail,
      world({
        tasks: { 'task-1': waitingTask },
        questions: {
          'agent-1-q0': question({ status: 'answered', answeredBy: 'user', answer: '2020' }),
          'agent-1-q1': question({ attempt: 2, repeats: 'agent-1-q0' }),
        },
      }),
    );
    expect(ofType(effects, 'answer').map(({ questionId }) => questionId)).toEqual(['agent-1-q1']);
    expect(ofType(effects, 'relay')).toEqual([]);
  });

  it('a successor that was answered meanwhile -> refused', () => {
    const { effects } = route(
      motherState(),
      [reply('m1', 'agent-1-q0')],
      world({
        questions: {
          'agent-1-q0': question({ status: 'answered', answeredBy: 'user', answer: '2020' }),
          'agent-1-q1': question({ status: 'answered', answeredBy: 'user', repeats: 'agent-1-q0' }),
        },
      }),
    );
    expect(refusals(effects)).toEqual([['m1', 'already_answered']]);
  });
});

describe('another try of a failed message', () => {
  const failed = assistantMessage({ status: 'failed', inReplyTo: ['m0'] });

  it('failed -> for a turn', () => {
    const mail = [retryOfMessage('m1', 'mother-3')];
    expect(route(waiting, mail, world({ messages: { 'mother-3': failed } }))).toEqual({
      next: waiting,
      effects: [],
      rest: mail,
    });
  });

  it('tried again twice in one batch -> the second is refused', () => {
    const mail = [retryOfMessage('m1', 'mother-3'), retryOfMessage('m2', 'mother-3')];
    const { effects, rest } = route(waiting, mail, world({ messages: { 'mother-3': failed } }));
    expect(rest).toEqual([mail[0]]);
    expect(refusals(effects)).toEqual([['m2', 'not_found']]);
  });

  it.each([
    ['not failed', { 'mother-3': assistantMessage() }],
    ['tried again already', { 'mother-3': assistantMessage({ status: 'stopped' }) }],
    ['not there', {}],
    ['the person’s own', { 'mother-3': message('m0').message }],
  ])('%s -> refused', (_, messages) => {
    const { effects, rest } = route(waiting, [retryOfMessage('m1', 'mother-3')], world({ messages }));
    expect(rest).toEqual([]);
    expect(refusals(effects)).toEqual([['m1', 'not_found']]);
  });
});

describe('another try of a failed task', () => {
  const failed = task({ status: 'failed', goal: 'Find it.', context: '{"a":1}', finishedAt: ago(1) });
  const tools = [call('calculate', {})];
  const transcript = [
    toldEntry(),
    saidEntry({ toolCalls: tools }),
    toolEntry({ toolCallId: tools[0]?.id ?? '' }),
    saidEntry({ toolCalls: [call('ask_user', {})] }),
  ];
  const retry = [retryOfTask('m1', 'task-1')];
  const failedWorld = world({ tasks: { 'task-1': failed }, transcripts: { 'agent-1': transcript } });

  it('failed -> a new task that goes on from what was complete, announced in words', () => {
    const { next, effects, rest } = route(motherState(), retry, failedWorld);
    expect(rest).toEqual([]);
    expect(inShort(effects)).toEqual([
      'start_task task-m1',
      'supersede task-1',
      'handle m1',
      'post again-m1',
    ]);
    expect(ofType(effects, 'start_task')[0]?.task).toMatchObject({
      subAgentId: 'agent-m1',
      agent: { id: 'researcher' },
      goal: 'Find it.',
      context: '{"a":1}',
      messageId: 'again-m1',
      continues: { taskId: 'task-1', transcript: transcript.slice(0, 3) },
    });
    expect(wordsIn(effects)).toEqual(['text: Researcher is trying again.']);
    expect(next.tasks.map(({ taskId }) => taskId)).toEqual(['task-m1']);
  });

  it('tried again twice in one batch -> the second is refused', () => {
    const { effects } = route(motherState(), [...retry, retryOfTask('m2', 'task-1')], failedWorld);
    expect(ofType(effects, 'start_task')).toHaveLength(1);
    expect(refusals(effects)).toEqual([['m2', 'not_found']]);
  });

  it.each([
    ['tried again already', { supersededBy: 'task-m0' }],
    ['running', { status: 'running' }],
    ['completed', { status: 'completed' }],
    ['cancelled', { status: 'cancelled' }],
  ] as const)('%s -> refused', (_, fields) => {
    const tasks = { 'task-1': { ...failed, ...fields } };
    expect(refusals(route(motherState(), retry, world({ tasks })).effects)).toEqual([['m1', 'not_found']]);
  });

  it('not there -> refused', () => {
    expect(refusals(route(motherState(), retry, world()).effects)).toEqual([['m1', 'not_found']]);
  });

  it('its agent is gone -> refused', () => {
    const { effects } = route(motherState(), retry, world({ tasks: { 'task-1': failed }, agents: {} }));
    expect(refusals(effects)).toEqual([['m1', 'unknown_agent']]);
  });

  it('agents are switched off -> refused', () => {
    const orchestration = { ...tenant().orchestration, enabled: false };
    const { effects } = route(motherState(), retry, { ...failedWorld, orchestration });
    expect(refusals(effects)).toEqual([['m1', 'orchestration_off']]);
  });

  it('as many at work as there may be -> refused', () => {
    const tasks = Array.from({ length: limits.openTasksPerChat }, (_, at) =>
      openTask({ taskId: `task-${at}` }),
    );
    const { next, effects } = route(motherState({ tasks }), retry, failedWorld);
    expect(refusals(effects)).toEqual([['m1', 'invalid_input']]);
    expect(next.tasks).toEqual(tasks);
  });
});

describe('a sub-agent asks', () => {
  const atWork = motherState({ tasks: [openTask()] });
  const again = (attempt: number) => question({ attempt, repeats: 'agent-1-q0' });

  it('for the first time -> for a turn, in which Mother may know the answer', () => {
    const { effects, rest } = route(atWork, [asked()], worldWith(question()));
    expect([effects, rest]).toEqual([[], [asked()]]);
  });

  it('for the second time -> the person is asked, without a model', () => {
    const { next, effects, rest } = route(atWork, [asked('agent-1-q1')], worldWith(again(2), 'agent-1-q1'));
    expect(rest).toEqual([]);
    expect(inShort(effects)).toEqual([
      'consume asked-agent-1-q1',
      'relay agent-1-q1',
      'post question-agent-1-q1',
    ]);
    expect(wordsIn(effects)).toEqual(['question: Agent Researcher asks again: Which year?']);
    expect(next.questions).toMatchObject([{ questionId: 'agent-1-q1', repeats: 'agent-1-q0' }]);
  });

  it('for the third time -> its task fails, and says so', () => {
    const { next, effects } = route(
      { ...atWork, questions: [openQuestion()] },
      [asked('agent-1-q2')],
      world({
        tasks: { 'task-1': { ...waitingTask, questionId: 'agent-1-q2' } },
        questions: { 'agent-1-q2': again(3) },
      }),
    );
    expect(inShort(effects)).toEqual(['consume asked-agent-1-q2', 'end_task task-1', 'post result-task-1']);
    expect(ofType(effects, 'end_task')[0]).toMatchObject({
      status: 'failed',
      error: { code: 'repeated_question' },
      questionId: 'agent-1-q2',
    });
    expect(wordsIn(effects)[0]).toBe('result: Researcher could not finish.');
    expect(next.memory.recent.at(-1)?.text).toMatch(/^Researcher could not finish\. .*three times/u);
    expect([next.tasks, next.questions]).toEqual([[], []]);
  });

  it('the wording is new, but Mother had found that it repeats, and now it comes again -> the third time', () => {
    const { effects } = route(
      atWork,
      [asked('agent-1-q2')],
      world({
        tasks: { 'task-1': { ...waitingTask, questionId: 'agent-1-q2' } },
        questions: {
          'agent-1-q1': question({ status: 'answered', attempt: 2, repeats: 'agent-1-q0' }),
          'agent-1-q2': question({ attempt: 2, repeats: 'agent-1-q1' }),
        },
      }),
    );
    expect(inShort(effects)).toContain('end_task task-1');
    expect(ofType(effects, 'relay')).toEqual([]);
  });

  it.each(['relayed', 'answered', 'expired', 'withdrawn', 'superseded'] as const)(
    'a question that is %s by now -> the mail is consumed, and nothing else',
    (status) => {
      const { next, effects, rest } = route(waiting, [asked()], worldWith(question({ status })));
      expect([inShort(effects), rest]).toEqual([['consume asked-agent-1-q0'], []]);
      expect(next).toEqual(waiting);
    },
  );

  it('a question that is not there -> the mail is consumed', () => {
    expect(inShort(route(waiting, [asked()], world()).effects)).toEqual(['consume asked-agent-1-q0']);
  });
});

describe('a task has ended', () => {
  it('completed -> for a turn, in which Mother words the result', () => {
    const { effects, rest } = route(waiting, [finished()], world({ tasks: { 'task-1': completedTask() } }));
    expect([effects, rest]).toEqual([[], [finished()]]);
  });

  it('failed -> said by template, remembered with the reason, and forgotten', () => {
    const error = {
      code: 'model_busy',
      message: 'The model provider is busy. Wait a minute, then retry.',
    } as const;
    const { next, effects, rest } = route(
      waiting,
      [finished()],
      world({ tasks: { 'task-1': task({ status: 'failed', error }) } }),
    );
    expect(rest).toEqual([]);
    expect(inShort(effects)).toEqual(['consume finished-task-1', 'post result-task-1']);
    expect(wordsIn(effects)).toEqual(['result: Researcher could not finish.']);
    expect(next.memory.recent.at(-1)?.text).toBe(
      'Researcher could not finish. The model provider is busy. Wait a minute, then retry.',
    );
    expect([next.tasks, next.questions]).toEqual([[], []]);
  });

  it('failed, and tried again or put right before it was told -> consumed without a word', () => {
    const done = task({ status: 'failed', finishedAt: ago(1) });
    const superseded = world({ tasks: { 'task-1': { ...done, supersededBy: 'task-m0' } } });
    expect(inShort(route(waiting, [finished()], superseded).effects)).toEqual(['consume finished-task-1']);
    const again = message('m1', { content: '', correct: { questionId: 'agent-1-q0', answer: '2022' } });
    const answered = question({ status: 'answered', answer: '2021', answeredBy: 'user' });
    const now = world({ tasks: { 'task-1': done }, questions: { 'agent-1-q0': answered } });
    const { effects, rest } = route(waiting, [finished(), again], now);
    expect(rest).toEqual([]);
    expect(inShort(effects)).toContain('consume finished-task-1');
    expect(wordsIn(effects)).toEqual(['text: Researcher goes on from the right answer: “2022”.']);
  });

  it('cancelled -> the mail is consumed without a word, and the task forgotten', () => {
    const { next, effects } = route(
      waiting,
      [finished()],
      world({ tasks: { 'task-1': task({ status: 'cancelled' }) } }),
    );
    expect(inShort(effects)).toEqual(['consume finished-task-1']);
    expect([next.tasks, next.questions]).toEqual([[], []]);
  });

  it('not there -> the mail is consumed, and the task forgotten', () => {
    const { next, effects } = route(waiting, [finished()], world());
    expect(inShort(effects)).toEqual(['consume finished-task-1']);
    expect(next.tasks).toEqual([]);
  });

  it('others at work -> stay', () => {
    const other = openTask({ taskId: 'task-2', subAgentId: 'agent-2' });
    const mail: Incoming[] = [finished()];
    const { next } = route(motherState({ tasks: [openTask(), other] }), mail, world());
    expect(next.tasks).toEqual([other]);
  });
});
