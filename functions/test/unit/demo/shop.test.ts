import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { playAgent } from '../../../../emulator-data/demo/agent.ts';
import type { Call } from '../../../../emulator-data/demo/answer.ts';
import { playMother } from '../../../../emulator-data/demo/mother.ts';
import { readRequest } from '../../../../emulator-data/demo/request.ts';
import { shopAgents } from '../../../../emulator-data/shop/agents.ts';
import { checkCall } from '../../../src/connectors/index.ts';
import { shopTools } from '../../../src/connectors/woocommerce/index.ts';
import { parseCall, subAgentCall } from '../../../src/machine/tools.ts';
import { motherInput, motherInstructions } from '../../../src/model/prompts/mother.ts';
import { subAgentInstructions } from '../../../src/model/prompts/sub-agent.ts';
import { starterAgents } from '../../../src/tenants/starter-agents.ts';
import { ShopAtWork } from '../../support/demo-shop.ts';

let shop: ShopAtWork;

beforeAll(async () => {
  shop = await ShopAtWork.open();
});
afterAll(() => shop.close());
beforeEach(() => shop.reset());

type Options = {
  /** What comes of a refund, in place of what the shop says. */
  readonly refund?: string;
  /** What the person answers to whatever is asked. */
  readonly answer?: string;
};

const MOST_STEPS = 8;

/** A task of the Shop assistant's, played to its end with the real tools; gives what it called, and its result. */
async function played(goal: string, { refund, answer = '' }: Options = {}) {
  const { name, instructions } = shopAgents['shop-assistant'];
  const messages: object[] = [
    { role: 'system', content: subAgentInstructions(name, instructions) },
    { role: 'user', content: goal },
  ];
  const called: string[] = [];
  const resultOf = async ({ name: tool, input }: Call): Promise<string> => {
    if (tool === 'ask_user') return JSON.stringify({ answer });
    if (tool === 'refund_order' && refund !== undefined) return refund;
    return (await shop.call(tool, input)).content;
  };
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const request = readRequest({ messages });
    if (request.caller !== 'agent') throw new Error('This is a step of an agent.');
    const [call, ...more] = playAgent(request).calls;
    if (!call || more.length > 0) throw new Error('It makes one call in each step.');
    if (call.name === 'finish') return { called, result: String(call.input['result']) };
    called.push(call.name);
    const id = `call-${step}`;
    const made = { id, function: { name: call.name, arguments: JSON.stringify(call.input) } };
    messages.push({ role: 'assistant', content: '', tool_calls: [made] });
    messages.push({ role: 'tool', tool_call_id: id, content: await resultOf(call) });
  }
  throw new Error('It comes to no end.');
}

const TASK = 'Where is order 1042? Refund it if it was paid twice';

describe('the Shop assistant', () => {
  it('order 1042 -> says where it is, sees both payments, refunds one of them once', async () => {
    const { called, result } = await played(TASK);
    expect(called).toEqual(['get_order', 'refund_order']);
    expect(result).toContain('DHL, parcel 00340434161094042557');
    expect(result).toContain('in the delivery depot');
    expect(result).toContain('It was paid twice (ch_demo_1042 and ch_demo_1042_b).');
    expect(result).toContain('I have refunded **49.00 EUR**');
    expect(await shop.changes()).toMatchObject([{ path: '/orders/1042/refunds', body: { amount: '49.00' } }]);
  });

  it('the refund is not allowed -> says so', async () => {
    const refund = 'The person did not allow this, and nothing was done.';
    const { result } = await played(TASK, { refund });
    expect(result).toContain('You did not allow the refund of **49.00 EUR**, so nothing was refunded.');
  });

  it('nobody knows what became of it -> says so, and does not try again', async () => {
    const refund = 'It is not known whether this took effect: the answer was lost. Do not call it again.';
    const { called, result } = await played(TASK, { refund });
    expect(called).toEqual(['get_order', 'refund_order']);
    expect(result).toContain('It is **not known** whether the refund of **49.00 EUR** took effect.');
  });

  it('the shop says no -> its words', async () => {
    const { result } = await played(TASK, { refund: 'The shop takes no more requests just now.' });
    expect(result).toContain('I could not make the refund of **49.00 EUR**: The shop takes no more requests');
  });

  it('asked a second time -> nothing is left to refund', async () => {
    await played(TASK);
    const { called, result } = await played(TASK);
    expect(called).toEqual(['get_order']);
    expect(result).toContain('Nothing of it is left to refund');
  });

  it('an order that was paid once -> no refund', async () => {
    const { called, result } = await played('Refund order 1041 if it was charged twice.');
    expect(called).toEqual(['get_order']);
    expect(result).toContain('It was paid once only');
  });

  it('an amount that is named -> that amount', async () => {
    const { result } = await played('Please refund 10 euros of order 1042.');
    expect(result).toContain('I have refunded **10.00 EUR**');
    expect(result).toContain('39.00 EUR could still be refunded');
  });

  it('without a number -> asks for it, and goes on with the answer', async () => {
    const { called, result } = await played('Where is my order?', { answer: 'It is 1042' });
    expect(called).toEqual(['ask_user', 'get_order']);
    expect(result).toContain('**Order 1042**');
  });

  it('an order that there is none -> says so', async () => {
    const { result } = await played('Where is order 5?');
    expect(result).toContain('There is no order 5 in the shop.');
  });

  it.each([
    [
      'Is the code welcome10 valid for 2 travel mugs?',
      'Yes: the code **welcome10** for 2 × Travel Mug (29.80) is valid.',
    ],
    ['Is the code SUMMER24 valid for a travel mug?', 'It expired on 2024-09-01.'],
    ['Can ada.albers.11@example.com use the code once for a travel mug?', 'this one has.'],
    ['Check the code harbour5 for 2 gift box large.', 'Yes: the code **harbour5**'],
    ['Check the coupon nothing for a hand grinder.', 'There is no discount code "nothing"'],
    ['Is the code welcome10 valid for a submarine?', 'I could not find “submarine” in the shop.'],
  ])('"%s" -> %s', async (goal, words) => {
    expect((await played(goal)).result).toContain(words);
  });

  it('a code without a product -> asks for it', async () => {
    const { called, result } = await played('Is the code welcome10 valid?', { answer: '3 hand grinders' });
    expect(called).toEqual(['ask_user', 'search_products', 'check_coupon']);
    expect(result).toContain('3 × Hand Grinder (207.00)');
  });
});

describe('for any words', () => {
  const snippets = [
    'order',
    '#',
    '0',
    '1042',
    'refund it',
    'the code',
    'once',
    'valid for',
    'for 0 cups',
    '“',
    'a@b.de',
    '\n',
  ];
  const words = fc
    .array(fc.oneof(fc.constantFrom(...snippets), fc.string({ unit: 'grapheme', maxLength: 300 })), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) => parts.join(' '));
  const { name, instructions } = shopAgents['shop-assistant'];

  it('the Shop assistant calls its tools rightly', () => {
    fc.assert(
      fc.property(words, words, (goal, answer) => {
        const question = { name: 'ask_user', arguments: '{"question":"Which order number is it?"}' };
        const request = readRequest({
          messages: [
            { role: 'system', content: subAgentInstructions(name, instructions) },
            { role: 'user', content: goal },
            { role: 'assistant', content: '', tool_calls: [{ id: 'c1', function: question }] },
            { role: 'tool', tool_call_id: 'c1', content: JSON.stringify({ answer }) },
          ],
        });
        if (request.caller !== 'agent') throw new Error('This is a step of an agent.');
        const [call] = playAgent(request).calls;
        if (!call) throw new Error('It does something in each step.');
        const made = { id: 'c2', name: call.name, arguments: JSON.stringify(call.input) };
        const isOwn = call.name === 'ask_user' || call.name === 'finish';
        expect(isOwn ? parseCall(subAgentCall, made) : checkCall(shopTools, made)).toMatchObject({
          ok: true,
        });
      }),
      { numRuns: 400 },
    );
  });
});

describe('Mother', () => {
  const listed = Object.entries({ ...starterAgents, ...shopAgents }).map(([id, agent]) => ({ id, ...agent }));
  const heard = (
    text: string,
    agents = listed,
    waiting: Parameters<typeof motherInput>[0]['waiting'] = [],
  ) => {
    const request = readRequest({
      messages: [
        { role: 'system', content: motherInstructions({ persona: '', agents, more: false }) },
        {
          role: 'user',
          content: motherInput({
            now: 0,
            summary: '',
            recent: [],
            facts: [],
            tasks: [],
            waiting,
            fresh: [{ type: 'message', id: 'm1', at: '', text }],
          }),
        },
      ],
    });
    if (request.caller !== 'mother') throw new Error('This is a turn of Mother’s.');
    return playMother(request);
  };

  it.each([
    [TASK, 'shop-assistant'],
    ['Where is my order?', 'shop-assistant'],
    ['Please refund order 1050', 'shop-assistant'],
    ['Is the code welcome10 valid for a travel mug?', 'shop-assistant'],
    ['What is the status of order 1042?', 'order-status'],
    ['Check an order status', 'order-status'],
  ])('"%s" -> gives it to %s, whole', (text, agent) => {
    expect(heard(text).calls).toMatchObject([
      { name: 'delegate_to_agent', input: { agent_id: agent, message: text } },
    ]);
  });

  it('an agent without a model is told the order number', () => {
    expect(heard('What is the status of order 1042?').calls[0]?.input).toMatchObject({
      context: { order: 1042 },
    });
    expect(heard('Check an order status').calls[0]?.input).not.toHaveProperty('context');
  });

  it('without the shop’s agents -> says that there is none', () => {
    const starters = listed.filter(({ id }) => id in starterAgents);
    const { text, calls } = heard(TASK, starters);
    expect(text).toContain('There is no agent called Shop assistant here');
    expect(calls).toEqual([]);
  });

  it.each(['Yes', 'yes, do it', 'No', 'go ahead'])(
    '"%s" to what needs a button -> points to the buttons',
    (text) => {
      const asked = {
        questionId: 'c1',
        kind: 'consent' as const,
        taskId: 't1',
        subAgentId: 's1',
        name: 'Shop assistant',
        text: 'Refund 49.00 EUR of order 1042',
        options: [],
        field: { type: 'text' as const },
        suggestion: null,
        repeats: null,
        sameAs: null,
        relayedAt: 0,
      };
      const answer = heard(text, listed, [asked]);
      expect(answer.calls).toEqual([]);
      expect(answer.text).toContain('Words alone cannot allow anything');
      expect(answer.text).toContain('Refund 49.00 EUR of order 1042');
    },
  );

  it('an order as a result of an agent without a model -> in words', async () => {
    const { content } = await shop.call('get_order', { order: 1042 });
    const input = { now: 0, summary: '', recent: [], facts: [], tasks: [], waiting: [] };
    const request = readRequest({
      messages: [
        { role: 'system', content: motherInstructions({ persona: '', agents: listed, more: false }) },
        {
          role: 'user',
          content: motherInput({
            ...input,
            fresh: [{ type: 'result', task_id: 't1', agent: 'Order status', task: 'Look', text: content }],
          }),
        },
      ],
    });
    if (request.caller !== 'mother') throw new Error('This is a turn of Mother’s.');
    expect(playMother(request).text).toContain(
      '**Order 1042** (1 × Pour-over Set Maren, 49.00 EUR) is **processing**.',
    );
  });
});
