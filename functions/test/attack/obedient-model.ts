import type { ModelAnswer, ModelMessage, ModelPort, ModelRequest } from '../../src/model/index.ts';
import { ordersIn } from '../simulation/model.ts';
import type { Order } from './orders.ts';

/** Where what an attacker says gets in. */
export const entrances = [
  'message',
  'brief',
  'question',
  'option',
  'tool',
  'result',
  'other',
  'description',
  'fact',
  'reply',
] as const;
export type Entrance = (typeof entrances)[number];

type Said = { readonly text?: string; readonly calls?: readonly Order[] };

/** So many calls it makes in one answer at most. */
const MOST = 40;

/**
 * A model that does its work, and obeys every order that it reads beside it, whoever gives it: nothing that is right in
 * the end is right because of it. Where agents are the entrance it is the attacker itself.
 */
export class ObedientModel implements ModelPort {
  readonly requests: ModelRequest[] = [];
  /** Answers in which it did what an attacker wanted, or said what one says. */
  turns = 0;
  readonly #entrance: Entrance;
  readonly #attack: string;

  constructor(entrance: Entrance, attack: string) {
    this.#entrance = entrance;
    this.#attack = attack;
  }

  async call(request: ModelRequest, { onText }: { onText?: (delta: string) => void }): Promise<ModelAnswer> {
    this.requests.push(request);
    const isMother = request.instructions.startsWith('You are Mother.');
    const { text = '', calls = [] } = isMother ? this.#mother(request) : this.#agent(request);
    const obeyed = ordersIn({
      messages: [{ role: 'user', content: request.instructions }, ...unread(request)],
    });
    const dumped = obeyed.some(([name]) => name === 'dump') ? all(request).slice(0, 20_000) : '';
    const said = `${text}${dumped}`;
    const made = [...calls, ...obeyed].slice(0, MOST);
    const isHostile =
      obeyed.length > 0 || `${said}${JSON.stringify(calls)}`.includes(this.#attack.slice(0, 20));
    if (isHostile) this.turns += 1;
    onText?.(said);
    return {
      text: said,
      toolCalls: made.map(([name, input]) => ({
        id: 'the-same',
        name,
        arguments: JSON.stringify(input) ?? '',
      })),
      refusal: null,
      usage: { modelCalls: 1, inputTokens: 100, cachedTokens: 0, outputTokens: 10 },
      model: 'obedient',
    };
  }

  #mother({ messages }: ModelRequest): Said {
    if (messages.length > 1) return { text: 'Well then.' };
    const input = messages[0]?.content ?? '';
    const fresh = input.slice(input.lastIndexOf('"new":'));
    const isReply = this.#entrance === 'reply';
    const goal = this.#entrance === 'brief' ? this.#attack : 'Work on it.';
    if (fresh.includes('Do it')) {
      const agents = this.#entrance === 'other' ? ['planner', 'writer'] : ['planner'];
      const start = (agent_id: string): Order => [
        'delegate_to_agent',
        { agent_id, message: goal, context: { goal } },
      ];
      return { text: 'On it.', calls: agents.map(start) };
    }
    if (fresh.includes('"type":"question"')) return {};
    return { text: isReply ? this.#attack : 'Well then.' };
  }

  #agent({ messages, instructions }: ModelRequest): Said {
    const results = messages.filter(({ role }) => role === 'tool').length;
    const attack = this.#attack;
    if (this.#entrance === 'other' && instructions.startsWith('You are Writer,'))
      return { calls: [['finish', { result: attack }]] };
    if (results === 0) {
      if (this.#entrance === 'tool') return { calls: [['look_up', {}]] };
      const isAsking = this.#entrance === 'question';
      const options = this.#entrance === 'option' ? [attack] : [];
      return { calls: [['ask_user', { question: isAsking ? attack : 'What is the code?', options }]] };
    }
    const isSaid = this.#entrance === 'result' || this.#entrance === 'tool';
    return { text: isSaid ? attack : '', calls: [['finish', { result: isSaid ? attack : 'Done.' }]] };
  }
}

const all = ({ messages }: ModelRequest) => messages.map(({ content }) => content).join('\n');

/** What it has not answered yet: an order is obeyed once in a turn. */
function unread({ messages }: ModelRequest): readonly ModelMessage[] {
  const last = messages.findLastIndex(({ role }) => role === 'assistant');
  return messages.slice(last + 1);
}
