import { z } from 'zod';
import type { ModelAnswer, ModelMessage, ModelPort, ModelRequest } from '../../src/model/index.ts';
import { ModelError } from '../../src/model/index.ts';

/** One answer of the script: words, calls (name and arguments), or an error. */
export type Reply = {
  readonly text?: string;
  readonly calls?: readonly (readonly [name: string, input: unknown])[];
  readonly raw?: readonly (readonly [name: string, argumentsText: string])[];
  readonly refusal?: string;
  /** The provider ended it before its end. */
  readonly isCut?: true;
  readonly error?: ModelError;
  /** The stream is cut after its words, by this error. */
  readonly cut?: ModelError;
  /** The answer is held back until this settles. */
  readonly after?: Promise<unknown>;
  /** Its end is held back, when all its words have been streamed, until this settles. */
  readonly afterText?: Promise<unknown>;
};

const item = z.looseObject({ type: z.string() });
const view = z.object({
  conversation: z.array(z.object({ id: z.string(), from: z.string(), text: z.string() })),
  facts: z.array(z.object({ fact: z.string(), message_id: z.string(), quote: z.string() })),
  tasks: z.array(z.object({ task_id: z.string(), sub_agent_id: z.string(), agent: z.string() })),
  waiting: z.array(
    z.object({ question_id: z.string(), sub_agent_id: z.string(), agent: z.string(), text: z.string() }),
  ),
  new: z.array(item),
});

const fresh = z.object({
  messages: z.array(z.object({ type: z.literal('message'), id: z.string(), text: z.string() })),
  questions: z.array(
    z.object({
      type: z.literal('question'),
      question_id: z.string(),
      sub_agent_id: z.string(),
      agent: z.string(),
      text: z.string(),
    }),
  ),
  results: z.array(
    z.object({ type: z.literal('result'), task_id: z.string(), agent: z.string(), text: z.string() }),
  ),
});

/** What Mother's model is shown, as the script sees it: ids come from here and from nowhere else. */
export type MotherView = z.output<typeof view> &
  z.output<typeof fresh> & { readonly exchanges: readonly ModelMessage[] };

/** What a sub-agent's model is shown: its brief, and the results of its calls so far, oldest first. */
export type AgentView = {
  readonly brief: string;
  readonly results: readonly string[];
  readonly messages: readonly ModelMessage[];
};

export type Script = {
  readonly mother: (seen: MotherView) => Reply | Promise<Reply>;
  /** Mother's older messages are to be condensed. */
  readonly fold?: () => Reply;
  /** By the agent's name. */
  readonly agents?: Readonly<Record<string, (seen: AgentView) => Reply | Promise<Reply>>>;
};

function motherView({ messages }: ModelRequest): MotherView {
  const [first, ...exchanges] = messages;
  const parsed = view.parse(JSON.parse(first?.content ?? ''));
  const of = (type: string) => parsed.new.filter((one) => one.type === type);
  const sorted = fresh.parse({ messages: of('message'), questions: of('question'), results: of('result') });
  return { ...parsed, ...sorted, exchanges };
}

const agentView = ({ messages }: ModelRequest): AgentView => ({
  brief: messages[0]?.content ?? '',
  results: messages.filter(({ role }) => role === 'tool').map(({ content }) => content),
  messages,
});

/** A model that plays a script. It decides by what it is shown, so the same request gives the same answer. */
export class ScriptedModel implements ModelPort {
  readonly requests: ModelRequest[] = [];
  /** Those of them that were aborted before they had an answer. */
  readonly aborted: ModelRequest[] = [];
  readonly #script: Script;
  /** May throw or wait: what a test does to a call before it is answered. */
  beforeAnswer: (request: ModelRequest) => Promise<void> | void = () => undefined;

  constructor(script: Script) {
    this.#script = script;
  }

  async call(
    request: ModelRequest,
    options: { signal: AbortSignal; onText?: (delta: string) => void },
  ): Promise<ModelAnswer> {
    this.requests.push(request);
    const note = () => this.aborted.push(request);
    options.signal.addEventListener('abort', note, { once: true });
    try {
      return await this.#answer(request, options);
    } finally {
      options.signal.removeEventListener('abort', note);
    }
  }

  async #answer(
    request: ModelRequest,
    options: { signal: AbortSignal; onText?: (delta: string) => void },
  ): Promise<ModelAnswer> {
    await orInterrupted(Promise.resolve(this.beforeAnswer(request)), options.signal);
    const reply = await orInterrupted(this.#play(request), options.signal);
    await orInterrupted(Promise.resolve(reply.after), options.signal);
    if (reply.error) throw reply.error;
    const text = reply.text ?? '';
    for (const word of text.split(/(?<= )/u)) if (word !== '') options.onText?.(word);
    await orInterrupted(Promise.resolve(reply.afterText), options.signal);
    if (reply.cut) throw reply.cut;
    const calls = [
      ...(reply.calls ?? []).map(([name, input]) => [name, JSON.stringify(input)] as const),
      ...(reply.raw ?? []),
    ];
    const turn = request.messages.length;
    return {
      text,
      toolCalls: calls.map(([name, args], index) => ({ id: `call-${turn}-${index}`, name, arguments: args })),
      refusal: reply.refusal ?? null,
      usage: { modelCalls: 1, inputTokens: 100, cachedTokens: 0, outputTokens: 10 },
      model: 'scripted',
      ...(reply.isCut && { isCut: reply.isCut }),
    };
  }

  async #play(request: ModelRequest): Promise<Reply> {
    if (request.instructions.startsWith('You are Mother.')) return this.#script.mother(motherView(request));
    if (request.instructions.startsWith('You condense '))
      return this.#script.fold?.() ?? { text: 'A summary.' };
    const name = /^You are ([^,]+), an agent/u.exec(request.instructions)?.[1] ?? '';
    const play = this.#script.agents?.[name];
    if (!play) throw new Error(`The script has no agent "${name}"`);
    return play(agentView(request));
  }
}

async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const interrupted = Promise.withResolvers<never>();
  const stop = () =>
    interrupted.reject(new ModelError('interrupted', 'aborted by the caller', { transient: false }));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, interrupted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
