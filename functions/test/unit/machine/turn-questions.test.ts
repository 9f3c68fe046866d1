import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/contracts/index.ts';
import type { Incoming, Turn, World } from '../../../src/machine/draft.ts';
import { decideTurn, speaks, type Answer } from '../../../src/machine/turn.ts';
import {
  ago,
  assistantMessage,
  motherState,
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
  closesIn,
  inShort,
  message,
  ofType,
  refusing,
  saying,
  wordsIn,
} from './vocabulary.ts';

const turnOf = (...mail: Incoming[]): Turn => ({ mail, messageId: speaks(mail) ? 'mother-7' : null });

const evidence = [{ message_id: 'm0', quote: 'in 2021' }];
const answer = (more: object = {}) =>
  call('reply_to_agent', { sub_agent_id: 'agent-1', answer: '2021', confidence: 0.9, evidence, ...more });
const askUser = (more: object = {}) => call('ask_user', { sub_agent_id: 'agent-1', ...more });

/** Said before Researcher asked, Mother's words, and said after the person was asked. */
const messages = {
  m0: userMessage({ content: 'Find the population of Lisbon in 2021, ask Alice.', createdAt: ago(5) }),
  'mother-6': assistantMessage({ content: 'I’ll look at 2020.', createdAt: ago(1) }),
  m1: userMessage({ content: 'Take 2021, please.', createdAt: ago(1) }),
};

function seeing(one: Question, more: Partial<World> = {}): World {
  const tasks = { 'task-1': task({ status: 'waiting', questionId: 'agent-1-q0' }) };
  return { ...world({ tasks, questions: { 'agent-1-q0': one }, messages }), ...more };
}

const atWork = motherState({ tasks: [openTask()] });
const waiting = motherState({ tasks: [openTask()], questions: [openQuestion()] });

const checking = (answers: readonly Answer[], seen = seeing(question()), turn = turnOf(asked())) =>
  decideTurn(atWork, turn, answers, seen);

const hearing = (answers: readonly Answer[], seen = seeing(relayedQuestion()), ...more: Incoming[]) =>
  decideTurn(waiting, turnOf(message('m1', messages.m1), ...more), answers, seen);

function committed(decision: ReturnType<typeof decideTurn>) {
  if (decision.next === 'call') throw new Error('the model is asked again');
  return decision;
}

function toldTo(decision: ReturnType<typeof decideTurn>): string {
  if (decision.next === 'commit') throw new Error('the turn is over');
  return decision.exchanges.at(-1)?.results.at(-1)?.content ?? '';
}

describe('a question whose answer the person has already given', () => {
  it('passes all checks -> answered, with one quiet line that shows the evidence; the person is not asked', () => {
    const { state, effects } = committed(checking([calling([answer()])]));
    expect(inShort(effects)).toEqual([
      'answer agent-1-q0',
      'post ack-agent-1-q0',
      'consume asked-agent-1-q0',
    ]);
    expect(effects[0]).toMatchObject({
      answer: '2021',
      answeredBy: 'orchestrator',
      confidence: 0.9,
      evidence: [{ messageId: 'm0', quote: 'in 2021', saidAt: ago(5) }],
      messageId: null,
    });
    expect(wordsIn(effects)).toEqual(['ack: Answered for Researcher: “2021”, from what you said.']);
    expect(state.questions).toEqual([]);
    expect(state.tasks).toEqual([openTask()]);
  });

  it('the confidence is just what the tenant asks for -> answered', () => {
    const { effects } = committed(checking([calling([answer({ confidence: 0.8 })])]));
    expect(ofType(effects, 'answer')).toHaveLength(1);
  });

  it('the words of Mother’s answer in a turn that only checks -> not said to anyone', () => {
    expect(wordsIn(committed(checking([calling([answer()], 'Easy!')])).effects)).toHaveLength(1);
  });

  it.each([
    ['a message that is not there', { evidence: [{ message_id: 'm9', quote: 'in 2021' }] }],
    ['a message of Mother’s', { evidence: [{ message_id: 'mother-6', quote: '2020' }], answer: '2020' }],
    ['an altered quote', { evidence: [{ message_id: 'm0', quote: 'in 2022' }], answer: '2022' }],
    [
      'a quote that ends inside of a word',
      { evidence: [{ message_id: 'm0', quote: 'in 202' }], answer: '202' },
    ],
    ['an answer whose number is not in the quote', { answer: '2020' }],
    ['an answer whose name is not in the quote', { answer: '2021, ask Bob' }],
    ['an answer whose name is in the message but not in the quote', { answer: '2021, ask Alice' }],
    ['too little confidence', { confidence: 0.79 }],
    ['no evidence', { evidence: [] }],
    ['one good quote and a bad one', { evidence: [...evidence, { message_id: 'm0', quote: 'in 1999' }] }],
  ])('%s -> relayed, with the guess as a suggestion', (_, more) => {
    const call = answer(more);
    const { state, effects } = committed(checking([calling([call])]));
    expect(inShort(effects)).toEqual([
      'relay agent-1-q0',
      'post question-agent-1-q0',
      'consume asked-agent-1-q0',
    ]);
    const { answer: guess } = { answer: '2021', ...more };
    expect(effects[0]).toMatchObject({ suggestion: guess, attempt: 1, repeats: null });
    expect(wordsIn(effects)).toEqual(['question: Agent Researcher needs input: Which year?']);
    expect(state.questions).toMatchObject([{ questionId: 'agent-1-q0', taskId: 'task-1' }]);
  });

  it('a tenant that wants to be asked -> relayed, however sure Mother is of it', () => {
    const strict = seeing(question(), {
      orchestration: { ...tenant().orchestration, confidenceThreshold: 1 },
    });
    const { effects } = committed(checking([calling([answer({ confidence: 0.99 })])], strict));
    expect(ofType(effects, 'relay')).toHaveLength(1);
  });

  it('an answer of spaces only -> cannot be used', () => {
    expect(toldTo(checking([calling([answer({ answer: ' \n' })])]))).toMatch(/cannot be used/u);
  });

  it('answered twice in one turn -> once', () => {
    const twice = calling([answer(), answer({ answer: 'in 2021' })]);
    expect(toldTo(checking([twice]))).toMatch(/already been dealt with/u);
    const { effects } = committed(checking([twice, saying('')]));
    expect(ofType(effects, 'answer').map(({ answer }) => answer)).toEqual(['2021']);
  });

  it('answered and relayed in one turn -> answered', () => {
    const { effects } = committed(checking([calling([answer(), askUser()])]));
    expect(inShort(effects)).toContain('answer agent-1-q0');
    expect(ofType(effects, 'relay')).toEqual([]);
  });

  it('another agent’s question -> both are dealt with, each in its own way', () => {
    const seen = world({
      tasks: { 'task-1': task(), 'task-2': task({ subAgentId: 'agent-2' }) },
      questions: {
        'agent-1-q0': question(),
        'agent-2-q0': question({ subAgentId: 'agent-2', taskId: 'task-2', name: 'Writer' }),
      },
      messages,
    });
    const answers = [calling([answer(), askUser({ sub_agent_id: 'agent-2' })])];
    const { effects } = committed(checking(answers, seen, turnOf(asked(), asked('agent-2-q0', 'task-2'))));
    expect(ofType(effects, 'answer').map(({ questionId }) => questionId)).toEqual(['agent-1-q0']);
    expect(ofType(effects, 'relay').map(({ questionId }) => questionId)).toEqual(['agent-2-q0']);
  });
});

describe('a question whose answer Mother does not know', () => {
  const relayed = ['consume asked-agent-1-q0', 'post question-agent-1-q0', 'relay agent-1-q0'];

  it('she relays it -> the person is asked', () => {
    const { effects } = committed(checking([calling([askUser()])]));
    expect(inShort(effects).toSorted()).toEqual(relayed);
    expect(effects[0]).toMatchObject({ suggestion: null, attempt: 1, repeats: null });
  });

  it.each<[string, Answer[]]>([
    ['she does neither', [calling([], 'I wonder.')]],
    ['she says nothing, twice', [saying(''), saying('')]],
    ['she refuses', [refusing('No.')]],
    ['the model fails', [{ failed: 'model_unavailable' }]],
    ['a bad call, twice', [calling([call('fly', {})]), calling([call('fly', {})])]],
  ])('%s -> relayed as it is', (_, answers) => {
    expect(inShort(committed(checking(answers)).effects).toSorted()).toEqual(relayed);
  });

  it('the question has been dealt with meanwhile -> only the mail is consumed', () => {
    for (const status of ['relayed', 'answered', 'withdrawn', 'expired'] as const) {
      const { effects } = committed(checking([{ failed: 'model_busy' }], seeing(question({ status }))));
      expect(inShort(effects)).toEqual(['consume asked-agent-1-q0']);
    }
  });

  it('comes with a message -> relaying it answers nobody: the model is asked again for the person', () => {
    const turn = turnOf(message('m1', messages.m1), asked());
    expect(toldTo(checking([calling([askUser()])], undefined, turn))).toBe('The person is asked.');
    const { effects } = committed(checking([calling([askUser()]), saying('Noted.')], undefined, turn));
    expect(wordsIn(effects)).toEqual(['question: Agent Researcher needs input: Which year?', 'text: Noted.']);
  });

  it('comes with a message, Mother answers the agent and then fails -> the message can be retried', () => {
    const turn = turnOf(message('m1', messages.m1), asked());
    const { effects } = committed(checking([calling([answer()]), { failed: 'model_busy' }], undefined, turn));
    expect(ofType(effects, 'answer')).toHaveLength(1);
    expect(effects.find(({ type }) => type === 'close')).toMatchObject({
      post: { status: 'failed', error: { code: 'model_busy' }, inReplyTo: ['m1'] },
    });
  });
});

describe('Mother says that a question repeats an earlier one', () => {
  const earlier = (fields: Partial<Question> = {}) =>
    question({ status: 'answered', answeredBy: 'user', answer: '2020', text: 'What year?', ...fields });
  const seenWith = (fields: Partial<Question> = {}) =>
    world({
      tasks: { 'task-1': task({ status: 'waiting', questionId: 'agent-1-q0' }) },
      questions: { 'agent-1-q0': question(), earlier: earlier(fields) },
    });
  const repeating = [calling([askUser({ repeats: 'earlier' })])];

  it('for the first time -> it is the second attempt, and says that it is asked again', () => {
    const { state, effects } = committed(checking(repeating, seenWith()));
    expect(ofType(effects, 'relay')[0]).toMatchObject({ attempt: 2, repeats: 'earlier' });
    expect(wordsIn(effects)).toEqual(['question: Agent Researcher asks again: Which year?']);
    expect(state.questions[0]?.repeats).toBe('earlier');
  });

  it('for the second time -> the task fails, and says so', () => {
    const { state, effects } = committed(checking(repeating, seenWith({ attempt: 2 })));
    expect(inShort(effects)).toEqual(['end_task task-1', 'post result-task-1', 'consume asked-agent-1-q0']);
    expect(ofType(effects, 'end_task')[0]?.error?.code).toBe('repeated_question');
    expect(state.tasks).toEqual([]);
  });

  it('of another agent -> does not count', () => {
    const { effects } = committed(checking(repeating, seenWith({ subAgentId: 'agent-2', attempt: 2 })));
    expect(ofType(effects, 'relay')[0]).toMatchObject({ attempt: 1, repeats: null });
  });

  it('itself -> does not count', () => {
    const { state, effects } = committed(
      checking([calling([askUser({ repeats: 'agent-1-q0' })])], seenWith()),
    );
    expect(ofType(effects, 'relay')[0]).toMatchObject({ attempt: 1, repeats: null });
    expect(state.questions[0]?.repeats).toBeNull();
  });

  it('one that is not there -> does not count', () => {
    const { effects } = committed(checking([calling([askUser({ repeats: 'nothing' })])], seenWith()));
    expect(ofType(effects, 'relay')[0]).toMatchObject({ attempt: 1, repeats: null });
  });
});

describe('a relayed question that the person answers in prose', () => {
  const newer = [{ message_id: 'm1', quote: '2021' }];

  it('a quote from a message newer than the relay -> passed on as the person’s answer, with a receipt', () => {
    const { state, effects } = committed(
      hearing([calling([answer({ evidence: newer, confidence: 0.1 })], 'Thanks!')]),
    );
    expect(inShort(effects)).toEqual(['answer agent-1-q0', 'handle m1', 'close mother-7']);
    expect(effects[0]).toMatchObject({
      answer: '2021',
      answeredBy: 'user',
      confidence: null,
      evidence: [{ messageId: 'm1', quote: '2021', saidAt: ago(1) }],
      messageId: 'm1',
    });
    expect(effects[1]).toMatchObject({
      passedTo: [{ subAgentId: 'agent-1', name: 'Researcher', questionId: 'agent-1-q0' }],
    });
    expect(wordsIn(effects)).toEqual(['text: Thanks!']);
    expect(state.questions).toEqual([]);
  });

  it('without a word of hers -> acknowledged by template', () => {
    const { effects } = committed(hearing([calling([answer({ evidence: newer })])]));
    expect(wordsIn(effects)).toEqual(['text: Thanks, I’ve passed that on to Researcher.']);
  });

  it.each([
    ['only an older quote', evidence],
    ['no quote', []],
    ['newer words that the person did not write', [{ message_id: 'mother-6', quote: '2020' }]],
    ['an altered newer quote', [{ message_id: 'm1', quote: '2022' }]],
  ])('%s -> “Is this for Researcher?”, with the guess; the question is not posted twice', (_, evidence) => {
    const { state, effects } = committed(hearing([calling([answer({ evidence })])]));
    expect(inShort(effects)).toEqual(['suggest agent-1-q0', 'handle m1', 'close mother-7']);
    expect(effects[0]).toMatchObject({ suggestion: '2021' });
    expect(wordsIn(effects)).toEqual(['text: Is this for Researcher: “2021”?']);
    expect(closesIn(effects)[0]?.post.choices).toEqual([{ questionId: 'agent-1-q0', answer: '2021' }]);
    expect(state.questions).toEqual([openQuestion({ suggestion: '2021' })]);
  });

  it('guessed twice in one turn -> asked once', () => {
    const { effects } = committed(hearing([calling([answer(), answer()]), saying('Is it so?')]));
    expect(ofType(effects, 'suggest')).toHaveLength(1);
    expect(closesIn(effects)[0]?.post.choices).toHaveLength(1);
  });

  it('an older and a newer quote -> the newer one counts', () => {
    const { effects } = committed(hearing([calling([answer({ evidence: [...evidence, ...newer] })])]));
    expect(ofType(effects, 'answer')[0]?.evidence.map(({ messageId }) => messageId)).toEqual(['m1']);
  });

  it('a wording that adds a name -> the person’s own words are passed on', () => {
    const added = answer({ evidence: [{ message_id: 'm1', quote: 'Take 2021' }], answer: 'Alice says 2021' });
    const { effects } = committed(hearing([calling([added])]));
    expect(ofType(effects, 'answer')[0]).toMatchObject({ answer: 'Take 2021', answeredBy: 'user' });
  });

  it('she relays it again -> it is not posted twice', () => {
    const { effects } = committed(hearing([calling([askUser()], 'Which year is it?')]));
    expect(inShort(effects)).toEqual(['handle m1', 'close mother-7']);
    expect(toldTo(hearing([calling([askUser()])]))).toBe('The person has been asked already.');
  });

  it('answered meanwhile -> the call is refused, and the model told', () => {
    const seen = seeing(relayedQuestion({ status: 'answered' }));
    expect(toldTo(hearing([calling([answer({ evidence: newer })])], seen))).toMatch(/No question/u);
  });

  it('answered twice in one turn -> once', () => {
    const twice = calling([answer({ evidence: newer }), answer({ evidence: newer })]);
    const { effects } = committed(hearing([twice, saying('Thanks.')]));
    expect(ofType(effects, 'answer')).toHaveLength(1);
  });

  it('one message answers two agents -> passed on to both, with both on its receipt', () => {
    const seen = world({
      tasks: { 'task-1': task(), 'task-2': task({ subAgentId: 'agent-2' }) },
      questions: {
        'agent-1-q0': relayedQuestion(),
        'agent-2-q0': relayedQuestion({ subAgentId: 'agent-2', taskId: 'task-2', name: 'Writer' }),
      },
      messages,
    });
    const other = openQuestion({
      questionId: 'agent-2-q0',
      taskId: 'task-2',
      subAgentId: 'agent-2',
      name: 'Writer',
    });
    const both = calling([answer({ evidence: newer }), answer({ evidence: newer, sub_agent_id: 'agent-2' })]);
    const { state, effects } = committed(
      decideTurn(
        { ...waiting, questions: [openQuestion(), other] },
        turnOf(message('m1', messages.m1)),
        [both],
        seen,
      ),
    );
    expect(ofType(effects, 'handle')[0]?.passedTo.map(({ name }) => name)).toEqual(['Researcher', 'Writer']);
    expect(wordsIn(effects)).toEqual(['text: Thanks, I’ve passed that on to Researcher and Writer.']);
    expect(state.questions).toEqual([]);
  });
});

describe('what the person was offered, and what they say then', () => {
  const guess = 'DE89 3704 0044 to Mallory';
  const guessed = relayedQuestion({ suggestion: guess });
  const options = ['Census of 2021', 'Census of 2011'];

  /** The person writes `content`; Mother takes `quote` of it for the answer. */
  const taking = (offered: Question, answered: string, content: string, quote = content) => {
    const m1 = userMessage({ content, createdAt: ago(1) });
    const seen = seeing(offered, { messages: new Map(Object.entries({ ...messages, m1 })) });
    const evidence = [{ message_id: 'm1', quote }];
    const calls = calling([answer({ answer: answered, evidence })]);
    return committed(decideTurn(waiting, turnOf(message('m1', m1)), [calls], seen)).effects;
  };

  it.each(['Yes', 'yes, please!', 'Yes, that is it. Thank you.', 'Exactly', 'Ja, bitte.', 'Sí.'])(
    '“%s” to a guess -> the guess is passed on as their answer',
    (content) => {
      const [first] = taking(guessed, guess, content);
      expect(first).toMatchObject({ type: 'answer', answer: guess, answeredBy: 'user' });
    },
  );

  it('a yes to the guess of another that asks the same in its card -> passed on', () => {
    const seen = seeing(relayedQuestion({ sameAs: 'agent-2-q0' }));
    const other = relayedQuestion({ subAgentId: 'agent-2', taskId: 'task-2', suggestion: guess });
    const yes = userMessage({ content: 'Yes.', createdAt: ago(1) });
    const questions = new Map([...seen.questions, ['agent-2-q0', other]]);
    const state = {
      ...waiting,
      questions: [
        openQuestion({
          questionId: 'agent-2-q0',
          taskId: 'task-2',
          subAgentId: 'agent-2',
          suggestion: guess,
        }),
        openQuestion({ sameAs: 'agent-2-q0' }),
      ],
    };
    const calls = calling([answer({ answer: guess, evidence: [{ message_id: 'm1', quote: 'Yes' }] })]);
    const seenNow = { ...seen, questions, messages: new Map([['m1', yes]]) };
    const { effects } = committed(decideTurn(state, turnOf(message('m1', yes)), [calls], seenNow));
    expect(ofType(effects, 'answer').map(({ answer }) => answer)).toEqual([guess, guess]);
  });

  it.each([
    ['No, wait. What is the weather?', 'wait'],
    ['No, wait. What is the weather?', 'No, wait.'],
    ['What is the weather?', 'What is the weather?'],
    ['Yes, but not to Mallory', 'Yes'],
    ['Yes. Or no, rather not.', 'Yes.'],
    ['Yes?', 'Yes?'],
    ['Thanks', 'Thanks'],
    ['please', 'please'],
    ['to', 'to'],
    ['Mallory', 'Mallory'],
    ['👍', '👍'],
  ])('“%s”, of which “%s” is quoted -> the guess is offered, not passed on', (content, quote) => {
    const effects = taking(guessed, guess, content, quote);
    expect(ofType(effects, 'answer')).toEqual([]);
    expect(ofType(effects, 'suggest')).toMatchObject([{ suggestion: guess }]);
    expect(closesIn(effects)[0]?.post.choices).toEqual([{ questionId: 'agent-1-q0', answer: guess }]);
  });

  it('a yes that was said in an earlier turn -> not to this', () => {
    const calls = calling([answer({ answer: guess, evidence: [{ message_id: 'm2', quote: 'Yes' }] })]);
    const m2 = userMessage({ content: 'Yes', createdAt: ago(1) });
    const seen = seeing(guessed, { messages: new Map(Object.entries({ ...messages, m2 })) });
    expect(ofType(committed(hearing([calls], seen)).effects, 'answer')).toEqual([]);
  });

  it('a guess of this very turn, which they have not seen yet -> a yes is not to this', () => {
    const m1 = userMessage({ content: 'Yes', createdAt: ago(1) });
    const seen = seeing(relayedQuestion(), { messages: new Map([['m1', m1]]) });
    const claimed = [{ message_id: 'm1', quote: 'Yes' }];
    const calls = [answer({ answer: guess, evidence: [] }), answer({ answer: guess, evidence: claimed })];
    const answers = [calling(calls), saying('Is it so?')];
    const { effects } = committed(decideTurn(waiting, turnOf(message('m1', m1)), answers, seen));
    expect(ofType(effects, 'answer')).toEqual([]);
  });

  it.each(['Take 2021, please.', '2021', 'The one of 2021', 'census of 2021'])(
    '“%s” names one of the options -> passed on as it is written',
    (content) => {
      const [first] = taking(relayedQuestion({ options }), 'Census of 2021', content);
      expect(first).toMatchObject({ type: 'answer', answer: 'Census of 2021', answeredBy: 'user' });
    },
  );

  it.each([
    ['Census', 'which both have'],
    ['The census, please', 'which both have'],
    ['Not 2021', 'the opposite'],
    ['2021?', 'a question'],
    ['2021 was a good year for wine', 'something else'],
    ['2011', 'another'],
    ['Yes', 'none of them'],
  ])('“%s” (%s) names none -> offered, not passed on', (content) => {
    const effects = taking(relayedQuestion({ options }), 'Census of 2021', content);
    expect(ofType(effects, 'answer')).toEqual([]);
    expect(closesIn(effects)[0]?.post.choices).toEqual([
      { questionId: 'agent-1-q0', answer: 'Census of 2021' },
    ]);
  });

  it('“Mallory” where that is in the only option -> names none', () => {
    const effects = taking(relayedQuestion({ options: [guess] }), guess, 'Mallory');
    expect(ofType(effects, 'answer')).toEqual([]);
  });
});

describe('words beside a call that came out otherwise', () => {
  const consent = { kind: 'consent' } as const;
  const newer = [{ message_id: 'm1', quote: '2021' }];

  it('a yes in words to what only the button allows -> not said: the model is told, and asked again', () => {
    const said = calling([answer({ answer: 'yes', evidence: newer })], 'Done, the refund is approved.');
    const seen = seeing(relayedQuestion(consent));
    expect(toldTo(hearing([said], seen))).toMatch(/Only the person can allow/u);
    const { effects } = committed(hearing([said, saying('Please use the button.')], seen));
    expect(wordsIn(effects)).toEqual(['text: Please use the button.']);
  });

  it('the same after a good answer, then nothing -> neither is said', () => {
    const tooLong = call('remember', { fact: 'x'.repeat(301), evidence: newer });
    const first = calling([tooLong], 'Done, the refund is approved.');
    const reply = calling([answer({ answer: 'yes', evidence: newer })]);
    const seen = seeing(relayedQuestion(consent));
    const { effects } = committed(hearing([first, reply, saying(''), saying('')], seen));
    expect(closesIn(effects)[0]?.post).toMatchObject({ status: 'failed', content: '' });
  });

  it('the same beside something that was done, without a word -> the model still has to tell it', () => {
    const agents = calling([
      answer({ evidence: newer }),
      call('delegate_to_agent', { agent_id: 'researcher', message: 'Look it up.' }),
    ]);
    expect(hearing([agents], seeing(relayedQuestion(consent))).next).toBe('call');
  });

  it('the same in a turn that tells nobody -> over', () => {
    const seen = seeing(relayedQuestion(consent));
    const { effects } = committed(decideTurn(waiting, turnOf(asked()), [calling([answer()])], seen));
    expect(wordsIn(effects)).toEqual([]);
  });

  it('an answer that was not passed on -> not said: the person is asked, and the model told', () => {
    const turn = turnOf(message('m1', messages.m1), asked());
    const said = calling([answer({ answer: '1999' })], 'I’ve told Researcher.');
    expect(toldTo(checking([said], undefined, turn))).toMatch(/^Not passed on/u);
    const { effects } = committed(checking([said, saying('Which year?')], undefined, turn));
    expect(wordsIn(effects)).toEqual([
      'question: Agent Researcher needs input: Which year?',
      'text: Which year?',
    ]);
  });

  it('an answer that the person has not given -> not said, however often: a template asks whether it is one', () => {
    const said = calling([answer()], 'I’ve told Researcher.');
    expect(toldTo(hearing([said]))).toMatch(/has not said so/u);
    const { effects } = committed(hearing([said, said]));
    expect(wordsIn(effects)).toEqual(['text: Is this for Researcher: “2021”?']);
  });

  it('a question that is asked too often -> not said: its task has ended', () => {
    const earlier = question({ status: 'answered', answeredBy: 'user', answer: '2020', attempt: 2 });
    const seen = world({
      tasks: { 'task-1': task({ status: 'waiting', questionId: 'agent-1-q0' }) },
      questions: { 'agent-1-q0': question(), earlier },
    });
    const said = calling([askUser({ repeats: 'earlier' })], 'Researcher asks once more.');
    const turn = turnOf(message('m1', messages.m1), asked());
    expect(toldTo(checking([said], seen, turn))).toMatch(/its task was ended/u);
  });
});
