import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoModel, type DemoModel } from '../../../../emulator-data/demo-model.ts';
import { createModel, type ModelPort } from '../../../src/model/index.ts';
import { starterAgents } from '../../../src/tenants/starter-agents.ts';
import { DemoChat } from '../../support/demo-chat.ts';

let demo: DemoModel;
let model: ModelPort;

beforeAll(async () => {
  demo = await startDemoModel(0, { delayMs: { first: 0, piece: 0, storyPiece: 0, slowCheck: 0 } });
  model = createModel({ api: 'chat', apiKey: 'demo', baseURL: demo.url, model: 'demo' });
});
afterAll(() => demo.stop());

/** A chat in which the person has said these things, one after the other. */
async function chatWith(...said: string[]): Promise<DemoChat> {
  const chat = new DemoChat(model);
  for (const words of said) await chat.say(words);
  return chat;
}

const askedTexts = (chat: DemoChat) => chat.asked.map(({ name, text }) => `${name}: ${text}`);

describe('Mother answers by herself', () => {
  test.each([
    ['What can you do for me?', 'Planner'],
    ['what do you offer', 'delegate'],
    ['Hello!', 'Hello'],
    ['Thanks a lot', 'welcome'],
    ['Who are you?', 'I am **Mother**'],
  ])('"%s" gets 60 to 170 words of Markdown with a list, and sets nothing going', async (words, expected) => {
    const chat = await chatWith(words);
    const { content, status } = chat.lastSaid;
    expect(status).toBe('complete');
    expect(content).toContain(expected);
    expect(content).toMatch(/^- /mu);
    const length = content.split(/\s+/u).length;
    expect(length).toBeGreaterThanOrEqual(60);
    expect(length).toBeLessThanOrEqual(170);
    expect(chat.tasks.size).toBe(0);
  });

  test('a table and a code block come when they are asked for', async () => {
    const chat = await chatWith('Can you show me a table?', 'Show me some code');
    const [table, code] = chat.said;
    expect(table?.content).toContain('| Agent | What it does |');
    expect(code?.content).toContain('```ts');
  });

  test('a long story has about 600 words', async () => {
    const chat = await chatWith('Please tell me a long story.');
    expect(chat.lastSaid.content.split(/\s+/u).length).toBeGreaterThan(550);
  });

  test('anything else gets the list of scenes, and how to connect a real model', async () => {
    const chat = await chatWith('What is the meaning of life?');
    const { content } = chat.lastSaid;
    expect(content).toContain('I can only play these scenes');
    for (const { examples } of Object.values(starterAgents)) {
      for (const example of examples) expect(content).toContain(example);
    }
    expect(content).toContain('functions/.secret.local');
    expect(content).toContain('OPENAI_API_KEY=sk-');
    expect(content).toContain('npm start');
  });
});

describe('Planner asks for the time zone', () => {
  test('"Plan a call with the design team" is delegated, and the question is relayed with options', async () => {
    const chat = await chatWith('Plan a call with the design team');
    expect(chat.said[0]?.content).toContain('Planner');
    expect(askedTexts(chat)).toEqual(['Planner: Which time zone are they in?']);
    expect(chat.asked[0]?.options).toContain('Berlin');
    expect(chat.taskOf('Planner').goal).toBe('Plan a call with the design team');
  });

  test.each([
    ['Berlin', 'Europe/Berlin'],
    ['They are in New York, I think.', 'America/New_York'],
    ['lisbon', 'Europe/Lisbon'],
    ['CET', 'Europe/Berlin'],
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['UTC+2', 'Etc/GMT-2'],
    ['somewhere near São Paulo', 'America/Sao_Paulo'],
  ])('"%s" in prose is passed on, looked up as %s and named in the result', async (words, zone) => {
    const chat = await chatWith('Plan a call with the design team');
    const answered = await chat.say(words);
    expect(chat.messages.get(answered)).toMatchObject({ status: 'handled', passedTo: [{ name: 'Planner' }] });
    const { status, result } = chat.taskOf('Planner');
    expect(status).toBe('completed');
    expect(result).toContain(words);
    expect(result).toContain(zone);
    expect(result).toMatch(/10:00 to 10:30 in .*, which is \d\d:\d\d to \d\d:\d\d UTC/u);
    expect(result).toContain('Agenda');
    expect(chat.said.map(({ content }) => content)).toContain('Thanks, I’ve passed that on to Planner.');
    expect(chat.lastSaid.content).toContain('Planner is done.');
    expect(chat.lastSaid.content).toContain(result);
  });

  test('an answer that names its question takes the same way', async () => {
    const chat = await chatWith('Plan a call with the design team');
    await chat.say('London', chat.asked[0]?.id);
    expect(chat.taskOf('Planner').result).toContain('Europe/London');
    expect(chat.toolCalls).not.toContain('Mother: reply_to_agent');
  });

  test('the time in UTC is computed from what the tool said', async () => {
    const chat = await chatWith('Plan a 45-minute call with the design team', 'New York');
    // 15 September 2026 is a Tuesday, and New York is four hours behind UTC then.
    expect(chat.taskOf('Planner').result).toContain(
      'Wednesday 16 September 2026, 10:00 to 10:45 in America/New_York, which is 14:00 to 14:45 UTC',
    );
  });

  test('a zone that the task names is not asked for', async () => {
    const chat = await chatWith('Please schedule a meeting with our office in Tokyo.');
    expect(chat.questions.size).toBe(0);
    expect(chat.taskOf('Planner').result).toContain('Asia/Tokyo');
  });

  test('a place that the person has named before is answered from context', async () => {
    const chat = await chatWith('The design team is in Berlin.', 'Plan a call with the design team');
    const [asked] = chat.questions.values();
    expect(asked).toMatchObject({ status: 'answered', answeredBy: 'orchestrator', answer: 'Berlin' });
    expect(chat.taskOf('Planner').status).toBe('completed');
  });

  test('a place that nobody knows brings another question, then UTC', async () => {
    const chat = await chatWith('Plan a call with the design team', 'On Atlantis');
    expect(askedTexts(chat)).toEqual(['Planner: Which IANA time zone is that, for example Europe/Berlin?']);
    expect(chat.asked[0]?.attempt).toBe(1);
    await chat.say('Atlantis/Capital');
    const { result } = chat.taskOf('Planner');
    expect(result).toContain('Atlantis/Capital');
    expect(result).toContain('in UTC');
  });

  test('a place that nobody knows, put right', async () => {
    const chat = await chatWith('Plan a call with the design team', 'On Atlantis', 'Europe/Lisbon then');
    expect(chat.taskOf('Planner').result).toContain('Europe/Lisbon');
  });
});

describe('Planner asks again, and asks more', () => {
  test('"step by step": three different questions in a row, each answer in the result', async () => {
    const chat = await chatWith('Plan a workshop step by step');
    expect(askedTexts(chat)).toEqual(['Planner: Which time zone are they in?']);
    await chat.say('Madrid');
    expect(askedTexts(chat)).toEqual(['Planner: How many people take part?']);
    await chat.say('about 12 of us');
    expect(askedTexts(chat)).toEqual(['Planner: Which day suits best?']);
    await chat.say('Friday would be good');
    const { status, result } = chat.taskOf('Planner');
    expect(status).toBe('completed');
    for (const words of ['Madrid', 'about 12 of us', 'Friday would be good', 'Friday 18 September 2026']) {
      expect(result).toContain(words);
    }
  });

  test.each(['no idea', 'hm', 'Hm, I don’t know', 'not sure.'])(
    '"%s": the same question again',
    async (words) => {
      const chat = await chatWith('Plan a call with the design team', words);
      expect(chat.asked).toMatchObject([{ text: 'Which time zone are they in?', attempt: 2 }]);
      expect(chat.lastSaid.content).toContain('asks again');
      await chat.say('Paris');
      expect(chat.taskOf('Planner').result).toContain('Paris');
    },
  );

  test('the third time the task fails, and says so', async () => {
    const chat = await chatWith('Plan a call with the design team', 'no idea', 'no idea');
    expect(chat.taskOf('Planner')).toMatchObject({ status: 'failed', error: { code: 'repeated_question' } });
    expect(chat.lastSaid.content).toContain('Planner could not finish');
  });
});

describe('Estimator needs the hourly rate', () => {
  test.each([
    [
      'My hourly rate is 80 euros. Estimate a website of 24 hours.',
      'My hourly rate is 80 euros.',
      '80 euros',
    ],
    ['Estimate what a website of 24 hours will cost, at 80 euros per hour', '', '80 euros'],
    ['I take €80 an hour. What will a website of 24 hours cost?', 'I take €80 an hour.', '€80'],
  ])('"%s": Mother answers from it, with a quote', async (words, quote, answer) => {
    const chat = await chatWith(words);
    const [asked] = chat.questions.values();
    expect(asked).toMatchObject({
      text: 'What is the hourly rate?',
      status: 'answered',
      answeredBy: 'orchestrator',
      answer,
    });
    expect(asked?.evidence[0]?.quote).toBe(quote || words);
    expect(chat.asked).toEqual([]);
    const { goal, result } = chat.taskOf('Estimator');
    expect(goal).not.toContain('80');
    expect(result).toContain('24 × 80 = **1920');
    expect(result).toContain('1920 × 1.15 = **2208');
    expect(chat.lastSaid.content).toContain('2208');
    expect(chat.toolCalls.filter((name) => name === 'Estimator: calculate')).toHaveLength(2);
  });

  test('a rate that was told earlier, in another message, is found as well', async () => {
    const chat = await chatWith('My hourly rate is 95.50 euros', 'Hello', 'Estimate a logo of 10 hours');
    expect([...chat.questions.values()][0]).toMatchObject({
      answer: '95.50 euros',
      answeredBy: 'orchestrator',
    });
    expect(chat.taskOf('Estimator').result).toContain('955');
  });

  test('without a rate the person is asked, and their answer stands in the result', async () => {
    const chat = await chatWith('Estimate a website of 24 hours');
    expect(askedTexts(chat)).toEqual(['Estimator: What is the hourly rate?']);
    await chat.say('It is 70 dollars');
    const { result } = chat.taskOf('Estimator');
    expect(result).toContain('It is 70 dollars');
    expect(result).toContain('1680 dollars');
  });

  test('without hours there is a second, different question', async () => {
    const chat = await chatWith('My hourly rate is 80 euros. Estimate a website for me.');
    expect(askedTexts(chat)).toEqual(['Estimator: How many hours will it take?']);
    await chat.say('30 or so');
    const { result } = chat.taskOf('Estimator');
    expect(result).toContain('30 or so');
    expect(result).toContain('2400 euros');
  });

  test('a quote that is not verbatim: the person is asked, with the guess as a suggestion', async () => {
    const chat = await chatWith('My hourly rate is 80 euros. Estimate a website of 24 hours. Misquote me.');
    expect(chat.asked).toMatchObject([{ text: 'What is the hourly rate?', suggestion: '80 euros' }]);
    await chat.say('80 euros', chat.asked[0]?.id);
    expect(chat.taskOf('Estimator').result).toContain('1920 euros');
  });

  test('a number that was not said: the person is asked, with the guess as a suggestion', async () => {
    const chat = await chatWith('My hourly rate is 80 euros, round it up. Estimate a website of 24 hours.');
    expect(chat.asked).toMatchObject([{ text: 'What is the hourly rate?', suggestion: '100 euros' }]);
    await chat.say('No, make it 80 euros');
    expect(chat.taskOf('Estimator').result).toContain('No, make it 80 euros');
  });
});

test('a wish and stage directions in one sentence are kept apart', async () => {
  const chat = await chatWith('Estimate a website of 24 hours at a rate of 1,200 CHF/h, round it up');
  expect(chat.taskOf('Estimator').goal).toContain('Estimate a website of 24 hours');
  expect(chat.taskOf('Estimator').goal).not.toContain('1,200');
  expect(chat.asked).toMatchObject([{ suggestion: '1300 CHF' }]);
});

describe('Writer needs the audience', () => {
  test('asks with options; what was chosen stands in the text', async () => {
    const chat = await chatWith('Write an announcement: our office moves to the harbour on 1 March.');
    expect(chat.asked).toMatchObject([
      { text: 'Who is the audience?', options: ['Customers', 'Colleagues', 'Partners'] },
    ]);
    await chat.say('Colleagues', chat.asked[0]?.id);
    const { result } = chat.taskOf('Writer');
    expect(result).toContain('**Audience:** Colleagues');
    expect(result).toContain('Our office moves to the harbour on 1 March');
  });

  test('takes an answer in any words', async () => {
    const chat = await chatWith('Draft an invitation to the summer party', 'the people on our street');
    expect(chat.taskOf('Writer').result).toContain('the people on our street');
  });

  test('does not ask for what the task says', async () => {
    const chat = await chatWith('Write an e-mail for our customers: the shop opens at 9.');
    expect(chat.questions.size).toBe(0);
    expect(chat.taskOf('Writer').result).toContain('customers');
  });
});

describe('Two agents at once', () => {
  const both = 'Plan the launch call and write the announcement for it';

  test('one answer delegates to both; both ask', async () => {
    const chat = await chatWith(both);
    expect(chat.made[0]?.calls.map(({ name }) => name)).toEqual(['delegate_to_agent', 'delegate_to_agent']);
    expect(chat.taskOf('Planner').goal).toBe('Plan the launch call');
    expect(chat.taskOf('Writer').goal).toBe('Write the announcement for it');
    expect(askedTexts(chat)).toEqual([
      'Planner: Which time zone are they in?',
      'Writer: Who is the audience?',
    ]);
  });

  test.each([
    ['Berlin', 'our partners'],
    ['Our partners!', 'They sit in Berlin'],
  ])('"%s", then "%s": each goes to the agent that it fits', async (first, second) => {
    const chat = await chatWith(both, first, second);
    expect(chat.taskOf('Planner').result).toContain(first.includes('Berlin') ? first : second);
    expect(chat.taskOf('Writer').result).toContain(first.includes('artners') ? first : second);
  });

  test('one message that answers both is quoted in two parts', async () => {
    const chat = await chatWith(both, 'They are in Berlin, and it is for customers and partners');
    expect(chat.taskOf('Planner').result).toContain('They are in Berlin');
    expect(chat.taskOf('Writer').result).toContain('it is for customers and partners');
  });

  test('an agent can be named', async () => {
    const chat = await chatWith(both, 'Writer: the whole village', 'for the planner: Oslo');
    expect(chat.taskOf('Writer').result).toContain('the whole village');
    expect(chat.taskOf('Planner').result).toContain('Oslo');
  });

  test('an agent can be named after its part', async () => {
    const chat = await chatWith(both, 'Oslo for the planner and our guests for Writer');
    expect(chat.taskOf('Planner').result).toContain('Europe/Oslo');
    expect(chat.taskOf('Writer').result).toContain('guests');
    expect(chat.lastSaid.content).not.toContain('Oslo for');
  });

  test('words that fit both: Mother asks which, with a button for each', async () => {
    const chat = await chatWith(both, 'Our team in Berlin');
    expect(chat.lastSaid.content).toMatch(/\n\nIs this for \w+ or for \w+: “Our team in Berlin”\?$/u);
    expect(chat.lastSaid.choices.map(({ answer }) => answer)).toEqual([
      'Our team in Berlin',
      'Our team in Berlin',
    ]);
    await chat.say('Our team in Berlin', chat.asked.find(({ name }) => name === 'Planner')?.id);
    expect(chat.taskOf('Planner').result).toContain('Europe/Berlin');
    expect(askedTexts(chat)).toEqual(['Writer: Who is the audience?']);
  });

  test('an unclear answer: Mother asks back in words, and nothing is passed on', async () => {
    const chat = await chatWith(both, 'whatever you like best');
    expect(chat.lastSaid.content).toContain('**Planner** asks: Which time zone');
    expect(chat.lastSaid.content).toContain('**Writer** asks: Who is the audience?');
    expect(chat.asked).toHaveLength(2);
  });

  test('a task that was stopped leaves the other one waiting', async () => {
    const chat = await chatWith(both, 'Never mind the call');
    expect(chat.taskOf('Planner').status).toBe('cancelled');
    expect(askedTexts(chat)).toEqual(['Writer: Who is the audience?']);
    await chat.say('Customers');
    expect(chat.taskOf('Writer').status).toBe('completed');
  });
});

describe('While a question waits', () => {
  test('other wishes are no answers to it', async () => {
    const chat = await chatWith('Plan a call with the design team', 'What can you do for me?');
    expect(chat.lastSaid.content).toContain('**Planner** asks: Which time zone are they in?');
    await chat.say('Write an announcement: we have moved.');
    expect(askedTexts(chat)).toEqual([
      'Planner: Which time zone are they in?',
      'Writer: Who is the audience?',
    ]);
  });

  test('a statement about oneself is noted, and passed on only if it fits', async () => {
    const chat = await chatWith('Write a note: we have moved.', 'My name is Ada');
    expect(chat.facts).toHaveLength(1);
    expect(chat.lastSaid.content).toContain('**Writer** asks: Who is the audience?');
    expect(askedTexts(chat)).toEqual(['Writer: Who is the audience?']);
  });

  test.each(['Stop the planner', 'could you please cancel that', 'Never mind.'])(
    '"%s" stops the task',
    async (words) => {
      const chat = await chatWith('Plan a call with the design team', words);
      expect(chat.taskOf('Planner').status).toBe('cancelled');
      expect(chat.lastSaid.content).toContain('Stopped');
      expect(chat.asked).toEqual([]);
    },
  );

  test('with nothing at work there is nothing to stop', async () => {
    const chat = await chatWith('Stop the planner');
    expect(chat.lastSaid.content).toContain('Nothing is at work');
  });
});

describe('Mother remembers', () => {
  test('what the person states, with their words as evidence', async () => {
    const chat = await chatWith('My name is Ada, and I live in Lisbon.', 'I work as a designer');
    expect(chat.facts.map(({ text, evidence }) => [text, evidence.quote])).toEqual([
      ['Their name is Ada.', 'My name is Ada'],
      ['They live in Lisbon.', 'I live in Lisbon.'],
      ['They work as a designer.', 'I work as a designer'],
    ]);
    expect(chat.said[0]?.content).toContain('My name is Ada');
  });

  test('a fact beside a wish is noted, and the wish is done', async () => {
    const chat = await chatWith('My name is Ada. Write a note to my neighbours: the party is on Friday.');
    expect(chat.facts).toHaveLength(1);
    expect(chat.taskOf('Writer').status).toBe('completed');
  });
});

describe('When something goes wrong', () => {
  test.each([
    ['401', 'model_unauthorized'],
    ['429', 'model_busy'],
    ['quota', 'model_quota'],
    ['500', 'model_unavailable'],
    ['cut', 'model_unavailable'],
    ['empty', 'model_invalid_answer'],
    ['garbage', 'model_invalid_answer'],
  ])('"fail with %s" ends in a failed message with the code %s', async (fault, code) => {
    const chat = await chatWith(`Please fail with ${fault}`);
    expect(chat.lastSaid).toMatchObject({ status: 'failed', error: { code } });
  });

  test('"fail once with …" works when it is tried again', async () => {
    const chat = await chatWith('Hello? Plan a call with the design team, but fail once with 401');
    const failed = [...chat.messages].findLast(([, { role }]) => role === 'assistant');
    expect(failed?.[1].status).toBe('failed');
    await chat.retry(failed?.[0] ?? '');
    expect(askedTexts(chat)).toEqual(['Planner: Which time zone are they in?']);
  });

  test('"the agent fails with …" ends in a failed task', async () => {
    const chat = await chatWith('Plan a call with the design team; the agent fails with 401');
    expect(chat.taskOf('Planner')).toMatchObject({ status: 'failed', error: { code: 'model_unauthorized' } });
  });

  test.each(['', ', 20 sums at once'])(
    '"the agent calculates without end%s" ends at the limit of steps',
    async (manner) => {
      const chat = await chatWith(`Estimate a website; the agent calculates without end${manner}`);
      expect(chat.taskOf('Estimator')).toMatchObject({
        status: 'failed',
        error: { code: 'too_many_steps' },
      });
    },
  );

  test('where agents are switched off, Mother says so', async () => {
    const chat = new DemoChat(model, { agents: false });
    await chat.say('Plan a call with the design team');
    expect(chat.tasks.size).toBe(0);
    expect(chat.lastSaid.content).toContain('switched off');
  });
});

describe('two agents ask the same', () => {
  const both = 'Plan the launch call and write an invitation for our customers with the local time';

  test('in one card, and one answer is for both', async () => {
    const chat = await chatWith(both);
    expect(chat.asked).toHaveLength(2);
    expect(chat.said.filter(({ kind }) => kind === 'question')).toMatchObject([
      { content: expect.stringMatching(/^Agents \w+ and \w+ need input: Which time zone/u) },
    ]);
    await chat.say('Lisbon');
    expect(chat.said.map(({ content }) => content)).toContainEqual(
      expect.stringMatching(/passed that on to (?:Planner and Writer|Writer and Planner)\.$/u),
    );
    expect(chat.taskOf('Planner').result).toContain('Europe/Lisbon');
    expect(chat.taskOf('Writer').result).toContain('local ones: Lisbon');
  });

  test('different answers for each', async () => {
    const chat = await chatWith(both, 'Lisbon for Planner and Oslo for Writer');
    expect(chat.taskOf('Planner').result).toContain('Europe/Lisbon');
    expect(chat.taskOf('Writer').result).toContain('local ones: Oslo');
  });
});

test('a message of the greatest length is delegated and answered', async () => {
  const words = 'we have moved to the harbour '.repeat(1_100);
  const chat = await chatWith(`Write a note: ${words}`, `for our customers, ${words}`);
  expect(chat.taskOf('Writer').result).toContain('for our customers');
});

test('every suggested prompt is a scene', async () => {
  const prompts = Object.values(starterAgents).flatMap(({ examples }) => examples);
  for (const prompt of prompts) {
    const chat = await chatWith(prompt);
    expect(chat.tasks.size).toBeGreaterThan(0);
  }
});
