import { describe, expect, it } from 'vitest';
import { limits, type Excerpt, type Fact } from '../../../src/contracts/index.ts';
import type { Incoming, Turn, World } from '../../../src/machine/draft.ts';
import { decideTurn, heardMessages, speaks, type Answer } from '../../../src/machine/turn.ts';
import {
  ago,
  assistantMessage,
  availableAgent,
  motherState,
  NOW,
  openQuestion,
  openTask,
  question,
  relayedQuestion,
  task,
  tenant,
  userMessage,
  world,
} from '../../support/factories.ts';
import {
  asked,
  call,
  calling,
  completedTask,
  finished,
  inShort,
  message,
  ofType,
  refusing,
  retryOfMessage,
  saying,
  wordsIn,
} from './vocabulary.ts';

const state = motherState();
const turnOf = (...mail: Incoming[]): Turn => ({ mail, messageId: speaks(mail) ? 'mother-7' : null });
const hello = turnOf(message('m1', { content: 'Hello.' }));

const decide = (answers: readonly Answer[], seen: World = world(), turn = hello, from = state) =>
  decideTurn(from, turn, answers, seen);

/** The decision to commit; the test fails if the model would be asked again. */
function committed(...args: Parameters<typeof decide>) {
  const decision = decide(...args);
  if (decision.next === 'call') throw new Error('the model is asked again');
  return decision;
}

/** What the model is told before it is asked again; the test fails if the turn is over. */
function askedAgain(...args: Parameters<typeof decide>) {
  const decision = decide(...args);
  if (decision.next === 'commit') throw new Error('the turn is over');
  return decision.exchanges;
}

const closing = (effects: Parameters<typeof ofType>[0]) => effects.find(({ type }) => type === 'close');

const delegation = (agent_id = 'researcher', more: object = {}) =>
  call('delegate_to_agent', { agent_id, message: 'Find the population of Lisbon.\nIn 2021.', ...more });

describe('a direct answer', () => {
  it('before any answer -> the model is asked', () => {
    expect(askedAgain([])).toEqual([]);
  });

  it('words -> said, the message is handled, and both are remembered', () => {
    const { state: next, effects, error } = committed([saying('  Hello there.\n')]);
    expect(inShort(effects)).toEqual(['handle m1', 'close mother-7']);
    expect(closing(effects)).toMatchObject({
      post: { kind: 'text', content: 'Hello there.', status: 'complete', inReplyTo: ['m1'], error: null },
    });
    expect(error).toBeNull();
    expect(next.memory.recent).toEqual<Excerpt[]>([
      { id: 'm1', from: 'person', text: 'Hello.', createdAt: ago(1) },
      { id: 'mother-7', from: 'mother', text: 'Hello there.', createdAt: NOW },
    ]);
  });

  it('several messages at once -> one answer to all of them', () => {
    const turn = turnOf(message('m1'), message('m2'));
    const { effects } = committed([saying('Hello.')], world(), turn);
    expect(inShort(effects)).toEqual(['handle m1', 'handle m2', 'close mother-7']);
    expect(closing(effects)).toMatchObject({ post: { inReplyTo: ['m1', 'm2'] } });
  });

  it('a refusal -> its text is shown', () => {
    const { effects, error } = committed([refusing('I can’t help with that.')]);
    expect(wordsIn(effects)).toEqual(['text: I can’t help with that.']);
    expect(error).toBeNull();
  });
});

describe('an answer that cannot be used', () => {
  it.each<[string, Answer]>([
    ['an empty one', saying(' \n')],
    ['an unknown tool', calling([call('fly', {})])],
    ['arguments that are no JSON', calling([call('remember', '{"fact": "x')])],
    ['arguments that do not fit', calling([call('delegate_to_agent', { agent_id: 5 })])],
    ['an unknown agent', calling([delegation('astronaut')])],
    ['an agent’s message of spaces only', calling([delegation('researcher', { message: ' \n' })])],
    ['a task that is not there', calling([call('cancel_task', { task_id: 'task-9' })])],
    ['an agent that asks nothing', calling([call('ask_user', { sub_agent_id: 'agent-9' })])],
  ])('%s -> the model is told why, once; twice in a turn -> a visible failure with Retry', (_, bad) => {
    const exchanges = askedAgain([bad]);
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]?.complaint ?? exchanges[0]?.results[0]?.content).toMatch(/\w/u);
    const { effects, error } = committed([bad, bad]);
    expect(inShort(effects)).toEqual(['handle m1', 'close mother-7']);
    expect(closing(effects)).toMatchObject({
      post: { status: 'failed', content: '', inReplyTo: ['m1'], error: { code: 'model_invalid_answer' } },
    });
    expect(error).toBe('model_invalid_answer');
  });

  it('an empty one, then words -> said', () => {
    expect(wordsIn(committed([saying(''), saying('Hello.')]).effects)).toEqual(['text: Hello.']);
  });

  it('every call of it gets a result, the good ones too', () => {
    const answer = calling([delegation(), call('fly', {}), delegation('astronaut')]);
    const [exchange] = askedAgain([answer]);
    expect(exchange?.results.map(({ toolCallId }) => toolCallId)).toEqual(
      answer.toolCalls.map(({ id }) => id),
    );
    expect(exchange?.complaint).toBeNull();
  });

  it('twice, but something was done before -> that holds, and is said', () => {
    const bad = calling([call('fly', {})]);
    const { effects, error } = committed([calling([delegation(), call('fly', {})]), bad]);
    expect(ofType(effects, 'start_task')).toHaveLength(1);
    expect(wordsIn(effects)).toEqual(['text: I’ve asked Researcher to take care of it.']);
    expect(error).toBe('model_invalid_answer');
  });

  it('arguments nested so deeply that they cannot be written as text -> told, not thrown', () => {
    const depth = 100_000;
    const deep = `{"agent_id":"researcher","message":"Go","context":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    expect(askedAgain([calling([call('delegate_to_agent', deep)])])).toHaveLength(1);
  });
});

describe('a good answer beside a call that is missed by nobody', () => {
  const ANSWER = 'It is 4, Ada.';
  const noted = (fact: string) =>
    call('remember', { fact, evidence: [{ message_id: 'm1', quote: 'Hello' }] });
  const tooLong = noted('x'.repeat(limits.factLength + 1));
  const unproved = noted('She lives in Porto.');
  const asking = call('ask_user', { sub_agent_id: 'agent-9' });

  it.each<[string, Answer, Answer]>([
    ['a fact that is too long, twice', calling([tooLong], ANSWER), calling([tooLong], ANSWER)],
    ['a fact that nobody stated, twice', calling([unproved], ANSWER), calling([unproved], ANSWER)],
    ['then nothing', calling([tooLong], ANSWER), saying('')],
    ['then a question of no agent', calling([tooLong], ANSWER), calling([asking])],
    ['a question of no agent, then nothing', calling([asking], ANSWER), saying('')],
    ['in other words before', calling([tooLong], 'It is 3.'), calling([tooLong], ANSWER)],
  ])('%s -> told once, then the words stand', (_, first, second) => {
    expect(askedAgain([first])).toHaveLength(1);
    const { effects, error } = committed([first, second]);
    expect(closing(effects)).toMatchObject({ post: { status: 'complete', content: ANSWER, error: null } });
    expect(error).toBeNull();
  });

  it('as many calls as there may be -> the words stand', () => {
    const good = noted('She lives here.');
    const answers = Array.from({ length: limits.callsPerTurn }, (_, at) =>
      calling([at % 2 === 0 ? tooLong : good], at === 0 ? ANSWER : ''),
    );
    expect(wordsIn(committed(answers).effects)).toEqual([`text: ${ANSWER}`]);
  });

  it.each<[string, Answer, Answer]>([
    ['another call', calling([call('fly', {})], ANSWER), saying('')],
    ['another call beside it', calling([tooLong, delegation('astronaut')], ANSWER), saying('')],
    ['another call after it', calling([tooLong], 'Astronaut does it.'), calling([delegation('astronaut')])],
  ])('%s cannot be used -> the words may promise it: a visible failure', (_, first, second) => {
    const { effects, error } = committed([first, second]);
    expect(closing(effects)).toMatchObject({ post: { status: 'failed', content: '' } });
    expect(error).toBe('model_invalid_answer');
  });

  it('the model is told that it was not noted, and that its words are not kept', () => {
    const told = askedAgain([calling([tooLong], ANSWER)])[0]?.results[0]?.content;
    expect(told).toMatch(/It was not noted\..*not kept/su);
    expect(askedAgain([calling([tooLong])])[0]?.results[0]?.content).not.toMatch(/not kept/u);
  });

  it('a question of no agent -> the model is told how to ask by herself', () => {
    expect(askedAgain([calling([asking])])[0]?.results[0]?.content).toMatch(
      /To ask the person something yourself, write it\./u,
    );
  });

  it('two that cannot be used, with one between that can -> told each time', () => {
    const read = calling([call('read_message', { id: 'm1' })]);
    const bad = calling([call('fly', {})]);
    expect(askedAgain([bad, read, bad])).toHaveLength(3);
    expect(wordsIn(committed([bad, read, bad, saying('Hello.')]).effects)).toEqual(['text: Hello.']);
  });
});

describe('a model that fails', () => {
  it('for good -> the message fails with the code, and can be retried', () => {
    const { effects, error } = committed([{ failed: 'model_quota' }]);
    expect(closing(effects)).toMatchObject({
      post: { status: 'failed', inReplyTo: ['m1'], error: { code: 'model_quota' } },
    });
    expect(error).toBe('model_quota');
  });

  it('after as many calls as there may be -> too many steps', () => {
    const reads = Array.from({ length: limits.callsPerTurn }, () =>
      calling([call('read_message', { id: 'm1' })]),
    );
    expect(askedAgain(reads.slice(1))).toHaveLength(limits.callsPerTurn - 1);
    expect(committed(reads).error).toBe('too_many_steps');
  });

  it('a retry that succeeds -> answers the messages that the failed one was for, and stands for it', () => {
    const seen = world({
      messages: {
        'mother-3': assistantMessage({ status: 'failed', inReplyTo: ['m0', 'm-retry'] }),
        m0: userMessage({ content: 'Hello?', status: 'handled' }),
        'm-retry': userMessage({ content: '', retry: { kind: 'message', id: 'mother-2' } }),
      },
    });
    const turn = turnOf(retryOfMessage('m1', 'mother-3'));
    expect(heardMessages(turn, seen).map(({ id }) => id)).toEqual(['m1', 'm0']);
    const { state: next, effects } = committed([saying('Hello.')], seen, turn);
    expect(inShort(effects)).toEqual(['handle m1', 'replace_failed mother-3', 'handle m0', 'close mother-7']);
    expect(closing(effects)).toMatchObject({ post: { status: 'complete', inReplyTo: ['m1', 'm0'] } });
    expect(next.memory.recent.map(({ id }) => id)).toEqual(['m0', 'mother-7']);
  });

  it('a retry that fails again -> can be retried again, for the same messages', () => {
    const seen = world({
      messages: {
        'mother-3': assistantMessage({ status: 'failed', inReplyTo: ['m0'] }),
        m0: userMessage({ status: 'handled' }),
      },
    });
    const { effects } = committed([{ failed: 'model_busy' }], seen, turnOf(retryOfMessage('m1', 'mother-3')));
    expect(closing(effects)).toMatchObject({ post: { status: 'failed', inReplyTo: ['m1', 'm0'] } });
  });
});

describe('delegating', () => {
  it('to an agent -> a task under this message, and Mother’s words', () => {
    const { state: next, effects } = committed([
      calling([delegation('researcher', { context: { a: 1 } })], 'On it.'),
    ]);
    expect(inShort(effects)).toEqual(['start_task task-7-0-0', 'handle m1', 'close mother-7']);
    expect(ofType(effects, 'start_task')[0]?.task).toEqual({
      taskId: 'task-7-0-0',
      subAgentId: 'agent-7-0-0',
      agent: availableAgent(),
      title: 'Find the population of Lisbon.',
      goal: 'Find the population of Lisbon.\nIn 2021.',
      context: '{"a":1}',
      messageId: 'mother-7',
      queued: false,
      continues: null,
    });
    expect(wordsIn(effects)).toEqual(['text: On it.']);
    expect(next.tasks).toEqual([
      {
        taskId: 'task-7-0-0',
        subAgentId: 'agent-7-0-0',
        name: 'Researcher',
        title: 'Find the population of Lisbon.',
        queued: false,
      },
    ]);
  });

  it('without a word -> said by template', () => {
    expect(wordsIn(committed([calling([delegation()])]).effects)).toEqual([
      'text: I’ve asked Researcher to take care of it.',
    ]);
  });

  it('to several in one answer -> each has a task of its own', () => {
    const agents = { researcher: availableAgent(), writer: availableAgent('writer', { name: 'Writer' }) };
    const { effects } = committed([calling([delegation(), delegation('writer')])], world({ agents }));
    expect(ofType(effects, 'start_task').map(({ task }) => [task.taskId, task.agent.name])).toEqual([
      ['task-7-0-0', 'Researcher'],
      ['task-7-0-1', 'Writer'],
    ]);
    expect(wordsIn(effects)).toEqual([
      'text: I’ve asked Researcher to take care of it.\n\nI’ve asked Writer to take care of it.',
    ]);
  });

  it('to an agent that was looked for -> found, then delegated', () => {
    const writer = availableAgent('writer', { name: 'Writer' });
    const search = calling([call('find_agents', { tags: ['text'], text: '' })]);
    const [exchange] = askedAgain([search], world({ found: { '[["text"],""]': [writer] } }));
    expect(JSON.parse(exchange?.results[0]?.content ?? '')).toEqual([
      { agent_id: 'writer', name: 'Writer', description: 'Finds figures.', tags: ['research'] },
    ]);
    const { effects } = committed([search, calling([delegation('writer')])], world({ agents: { writer } }));
    expect(ofType(effects, 'start_task')).toHaveLength(1);
  });

  it('a long first line -> cut to a title', () => {
    const { effects } = committed([calling([delegation('researcher', { message: 'x'.repeat(500) })])]);
    expect(ofType(effects, 'start_task')[0]?.task.title).toHaveLength(limits.titleLength);
  });

  it('a context that is too long -> told', () => {
    const context = { a: 'x'.repeat(limits.contextLength) };
    expect(askedAgain([calling([delegation('researcher', { context })])])[0]?.results[0]?.content).toMatch(
      /16000/u,
    );
  });

  it('agents are switched off -> told to answer herself', () => {
    const off = world({ orchestration: { ...tenant().orchestration, enabled: false } });
    expect(askedAgain([calling([delegation()])], off)[0]?.results[0]?.content).toMatch(/switched off/u);
  });

  it('more agents in one answer than there may be -> as many as may, and the model is told', () => {
    const many = calling(Array.from({ length: limits.agentsPerAnswer + 1 }, () => delegation()));
    const [exchange] = askedAgain([many]);
    expect(exchange?.results.at(-1)?.content).toMatch(/Too many agents/u);
    const { effects } = committed([many, saying('Five are on it.')]);
    expect(ofType(effects, 'start_task')).toHaveLength(limits.agentsPerAnswer);
  });

  it('as many at work as there may be -> told', () => {
    const tasks = Array.from({ length: limits.openTasksPerChat }, (_, at) =>
      openTask({ taskId: `task-${at}` }),
    );
    const [exchange] = askedAgain([calling([delegation()])], world(), hello, motherState({ tasks }));
    expect(exchange?.results[0]?.content).toMatch(/Too many agents/u);
  });

  it('while only a question is checked -> told: nobody asked for a task', () => {
    const seen = world({ questions: { 'agent-1-q0': question() } });
    const [exchange] = askedAgain([calling([delegation()])], seen, turnOf(asked()));
    expect(exchange?.results[0]?.content).toMatch(/answer or relay/u);
  });
});

describe('results', () => {
  const seen = world({
    tasks: { 'task-1': completedTask(), 'task-2': completedTask({ result: 'Porto: 231,800.' }) },
  });
  const atWork = motherState({ tasks: [openTask(), openTask({ taskId: 'task-2' })] });

  it('words -> one message that reports it, and the task is no longer at work', () => {
    const { state: next, effects } = committed([saying('545,796.')], seen, turnOf(finished()), atWork);
    expect(inShort(effects)).toEqual(['consume finished-task-1', 'close mother-7']);
    expect(closing(effects)).toMatchObject({
      post: { kind: 'result', content: '545,796.', taskIds: ['task-1'], inReplyTo: [] },
    });
    expect(next.tasks.map(({ taskId }) => taskId)).toEqual(['task-2']);
  });

  it('several at once -> one message for all', () => {
    const turn = turnOf(finished(), finished('task-2'));
    const { effects } = committed([saying('Both are done.')], seen, turn, atWork);
    expect(closing(effects)).toMatchObject({ post: { taskIds: ['task-1', 'task-2'] } });
  });

  it('the model fails -> reported by template, and nothing has failed', () => {
    const turn = turnOf(finished(), finished('task-2'));
    const { effects, error } = committed([{ failed: 'model_busy' }], seen, turn, atWork);
    expect(closing(effects)).toMatchObject({
      post: {
        kind: 'result',
        status: 'complete',
        error: null,
        content:
          'Researcher is done.\n\nLisbon has 545,796 people.\n\nResearcher is done.\n\nPorto: 231,800.',
      },
    });
    expect(error).toBe('model_busy');
  });

  it('words are missing twice -> reported by template', () => {
    const { effects } = committed([saying(''), saying('')], seen, turnOf(finished()), atWork);
    expect(wordsIn(effects)).toEqual(['result: Researcher is done.\n\nLisbon has 545,796 people.']);
  });

  it('beside a message, and the model fails -> the message fails, the result is reported by itself', () => {
    const turn = turnOf(message('m1'), finished());
    const { effects } = committed([{ failed: 'model_busy' }], seen, turn, atWork);
    expect(inShort(effects)).toEqual([
      'consume finished-task-1',
      'handle m1',
      'close mother-7',
      'post result-task-1',
    ]);
    expect(closing(effects)).toMatchObject({ post: { status: 'failed', taskIds: [] } });
  });

  it('beside a message, and the model only delegates -> the result is reported in the same message', () => {
    const turn = turnOf(message('m1'), finished());
    expect(wordsIn(committed([calling([delegation()])], seen, turn, atWork).effects)).toEqual([
      'text: I’ve asked Researcher to take care of it.\n\nResearcher is done.\n\nLisbon has 545,796 people.',
    ]);
  });
});

describe('remembering', () => {
  const seen = world({
    messages: { m1: userMessage({ content: 'I live in Lisbon.' }), 'mother-3': assistantMessage() },
  });
  const remember = (fact: string, quote: string, message_id = 'm1') =>
    calling([call('remember', { fact, evidence: [{ message_id, quote }] })]);

  it('with evidence -> noted, and the turn goes on, since it answers nobody', () => {
    const noted = remember('The person lives in Lisbon.', 'I live in Lisbon');
    expect(askedAgain([noted], seen)[0]?.results[0]?.content).toBe('Noted.');
    const { state: next } = committed([noted, saying('Nice.')], seen);
    expect(next.memory.facts).toEqual<Fact[]>([
      {
        text: 'The person lives in Lisbon.',
        evidence: { messageId: 'm1', quote: 'I live in Lisbon', saidAt: ago(5) },
      },
    ]);
  });

  it('in a script without capitals, in words of its own -> noted, with the quote', () => {
    const arabic = world({ messages: { m1: userMessage({ content: 'أعيش في باريس' }) } });
    const noted = remember('يسكن في باريس', 'أعيش في باريس');
    expect(committed([noted, saying('Nice.')], arabic).state.memory.facts).toHaveLength(1);
  });

  it.each([
    ['an altered quote', remember('Lives in Porto.', 'I live in Porto')],
    ['a name that is not in the quote', remember('The person lives in Porto.', 'I live in Lisbon')],
    ['a message of Mother’s', remember('Something.', 'ask', 'mother-3')],
    ['a message that is not there', remember('Something.', 'live', 'm9')],
  ])('%s -> not noted, and the model is told', (_, noted) => {
    expect(askedAgain([noted], seen)[0]?.results[0]?.content).toMatch(/^Not noted/u);
    expect(committed([noted, saying('Hm.')], seen).state.memory.facts).toEqual([]);
    const said = calling(noted.toolCalls, 'I’ll remember that.');
    expect(askedAgain([said], seen)[0]?.results[0]?.content).toMatch(/^Not noted/u);
  });

  it('without evidence -> cannot be used', () => {
    const bare = calling([call('remember', { fact: 'Likes tea.', evidence: [] })]);
    expect(askedAgain([bare], seen)[0]?.results[0]?.content).toMatch(/cannot be used/u);
  });

  it('beside words -> noted, and the turn is over', () => {
    const { toolCalls } = remember('The person lives in Lisbon.', 'I live in Lisbon');
    expect(committed([calling(toolCalls, 'Nice.')], seen).state.memory.facts).toHaveLength(1);
  });
});

describe('reading a message', () => {
  const read = calling([call('read_message', { id: 'm0' })]);

  it('of this chat -> the model is asked again, with its text', () => {
    const seen = world({ messages: { m0: userMessage({ content: 'The whole text.' }) } });
    const [exchange] = askedAgain([read], seen);
    expect(JSON.parse(exchange?.results[0]?.content ?? '')).toEqual({
      id: 'm0',
      from: 'person',
      text: 'The whole text.',
    });
    expect(wordsIn(committed([read, saying('I see.')], seen).effects)).toEqual(['text: I see.']);
  });

  it('with words beside it -> the model is still asked again', () => {
    expect(askedAgain([calling(read.toolCalls, 'Let me look.')])).toHaveLength(1);
  });

  it('not of this chat -> the model is told', () => {
    expect(askedAgain([read])[0]?.results[0]?.content).toMatch(/no message m0 in this chat/u);
  });
});

describe('cancelling a task', () => {
  const cancel = call('cancel_task', { task_id: 'task-1' });
  const atWork = motherState({ tasks: [openTask()], questions: [openQuestion()] });
  const waitingTask = task({ status: 'waiting', questionId: 'agent-1-q0' });
  const waiting = world({
    tasks: { 'task-1': waitingTask },
    questions: { 'agent-1-q0': relayedQuestion() },
    messages: { m1: userMessage({ content: 'Take 2021. No, stop it.', createdAt: ago(1) }) },
  });

  it('running -> ended, said, forgotten', () => {
    const seen = world({ tasks: { 'task-1': task() } });
    const { state: next, effects } = committed(
      [calling([cancel])],
      seen,
      hello,
      motherState({ tasks: [openTask()] }),
    );
    expect(ofType(effects, 'end_task')).toEqual([
      {
        type: 'end_task',
        taskId: 'task-1',
        subAgentId: 'agent-1',
        status: 'cancelled',
        supersededBy: null,
        error: null,
        questionId: null,
      },
    ]);
    expect(wordsIn(effects)).toEqual(['text: I’ve stopped that task.']);
    expect(next.tasks).toEqual([]);
  });

  it('waiting -> its question is withdrawn', () => {
    const { state: next, effects } = committed([calling([cancel])], waiting, hello, atWork);
    expect(ofType(effects, 'end_task')[0]?.questionId).toBe('agent-1-q0');
    expect([next.tasks, next.questions]).toEqual([[], []]);
  });

  it('its question is being checked in the same turn -> withdrawn, not relayed', () => {
    const seen = world({ tasks: { 'task-1': waitingTask }, questions: { 'agent-1-q0': question() } });
    const turn = turnOf(message('m1'), asked());
    const { effects } = committed([calling([cancel])], seen, turn, motherState({ tasks: [openTask()] }));
    expect(ofType(effects, 'end_task')[0]?.questionId).toBe('agent-1-q0');
    expect(ofType(effects, 'relay')).toEqual([]);
    expect(ofType(effects, 'consume')).toHaveLength(1);
  });

  it.each([
    ['answered', [{ message_id: 'm1', quote: '2021' }]],
    ['only guessed', []],
  ])(
    'its question was %s just before, in the same turn -> the stop counts, nothing is passed on',
    (_, evidence) => {
      const reply = call('reply_to_agent', {
        sub_agent_id: 'agent-1',
        answer: '2021',
        confidence: 1,
        evidence,
      });
      for (const answers of [
        [calling([reply, cancel])],
        [calling([reply, call('fly', {})]), calling([cancel])],
      ]) {
        const { state: next, effects } = committed(answers, waiting, hello, atWork);
        expect(inShort(effects)).toEqual(['end_task task-1', 'handle m1', 'close mother-7']);
        expect(ofType(effects, 'end_task')[0]?.questionId).toBe('agent-1-q0');
        expect(ofType(effects, 'handle')[0]?.passedTo).toEqual([]);
        expect(next.memory.recent.map(({ id }) => id)).toEqual(['m1', 'mother-7']);
      }
    },
  );

  it('its question was relayed just before, in the same turn -> nobody is asked', () => {
    const seen = world({ tasks: { 'task-1': waitingTask }, questions: { 'agent-1-q0': question() } });
    const relay = call('ask_user', { sub_agent_id: 'agent-1' });
    const turn = turnOf(message('m1'), asked());
    const { effects } = committed(
      [calling([relay, cancel])],
      seen,
      turn,
      motherState({ tasks: [openTask()] }),
    );
    expect([ofType(effects, 'relay'), ofType(effects, 'post')]).toEqual([[], []]);
    expect(ofType(effects, 'end_task')[0]?.questionId).toBe('agent-1-q0');
  });

  it('twice in one turn -> once', () => {
    const { effects } = committed([calling([cancel, cancel])], waiting, hello, atWork);
    expect(ofType(effects, 'end_task')).toHaveLength(1);
  });

  it('then its question is answered, in the same turn -> refused', () => {
    const reply = call('reply_to_agent', {
      sub_agent_id: 'agent-1',
      answer: '2021',
      confidence: 1,
      evidence: [{ message_id: 'm1', quote: '2021' }],
    });
    const { effects } = committed([calling([cancel, reply]), saying('Stopped.')], waiting, hello, atWork);
    expect(ofType(effects, 'answer')).toEqual([]);
  });

  it('already ended -> nothing happens, and the model is told', () => {
    const seen = world({ tasks: { 'task-1': completedTask() } });
    const answer = calling([cancel]);
    expect(askedAgain([answer], seen)[0]?.results[0]?.content).toBe('It has already ended: completed.');
    expect(ofType(committed([answer, saying('It was done.')], seen).effects, 'end_task')).toEqual([]);
  });

  it('already ended, and she says that she has stopped it -> not said: the model is told, and asked again', () => {
    const seen = world({ tasks: { 'task-1': completedTask() } });
    const answer = calling([cancel], 'I have stopped it.');
    expect(askedAgain([answer], seen)[0]?.results[0]?.content).toBe('It has already ended: completed.');
    expect(wordsIn(committed([answer, saying('It was done.')], seen).effects)).toEqual([
      'text: It was done.',
    ]);
  });

  it('already ended, however often she is told -> not for ever', () => {
    const seen = world({ tasks: { 'task-1': completedTask() } });
    const answers = Array.from({ length: limits.callsPerTurn }, () =>
      calling([cancel], 'I have stopped it.'),
    );
    expect(askedAgain(answers.slice(1), seen)).toHaveLength(limits.callsPerTurn - 1);
    expect(wordsIn(committed(answers, seen).effects)).toEqual(['text: ']);
  });
});

describe('when she speaks', () => {
  it('a message or a result -> yes; questions alone -> no', () => {
    expect(speaks([asked(), message('m1')])).toBe(true);
    expect(speaks([finished()])).toBe(true);
    expect(speaks([asked(), asked('agent-2-q0')])).toBe(false);
  });
});
