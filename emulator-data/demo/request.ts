import { z } from 'zod';

// What a request says, read from its body alone: who is calling, what they know, and what they did so far.

const content = z
  .union([z.string(), z.array(z.object({ text: z.string().catch('') }))])
  .nullish()
  .transform((value) => (typeof value === 'string' ? value : (value ?? []).map(({ text }) => text).join('')));

const body = z.object({
  messages: z.array(
    z.object({
      role: z.string(),
      content,
      tool_call_id: z.string().nullish(),
      tool_calls: z
        .array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }))
        .nullish()
        .transform((calls) => calls ?? []),
    }),
  ),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).catch([]),
});
type Body = z.output<typeof body>;

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('not JSON');
    return z.NEVER;
  }
});

/** Reads JSON text by a schema; null if it is something else. */
export function readJson<S extends z.ZodType>(text: string, schema: S): z.output<S> | null {
  const parsed = json.pipe(schema).safeParse(text);
  return parsed.success ? parsed.data : null;
}

const said = z.object({ id: z.string(), from: z.string(), text: z.string() });

const LONGEST_MESSAGE = 4000;

/** A person may write a book; its beginning is enough to know what they want. Ends with a whole word. */
const beginning = (text: string): string =>
  text.length <= LONGEST_MESSAGE ? text : text.slice(0, LONGEST_MESSAGE).replace(/\s+\S*$/u, '');

const newItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), id: z.string(), text: z.string().transform(beginning) }),
  z.object({
    type: z.literal('question'),
    sub_agent_id: z.string(),
    agent: z.string(),
    text: z.string(),
  }),
  z.object({ type: z.literal('result'), agent: z.string(), task: z.string(), text: z.string() }),
]);

/** The JSON document that each turn of Mother's begins with. */
const turn = z.object({
  conversation: z.array(said),
  facts: z.array(z.object({ fact: z.string(), message_id: z.string(), quote: z.string() })),
  tasks: z.array(
    z.object({ task_id: z.string(), sub_agent_id: z.string(), agent: z.string(), title: z.string() }),
  ),
  waiting: z.array(
    z.object({
      question_id: z.string(),
      sub_agent_id: z.string(),
      agent: z.string(),
      text: z.string(),
      options: z.array(z.string()),
      /** The question that it is asked together with. */
      same_as: z.string().optional(),
      /** It asks to allow something: words are no answer to it. */
      only_by_button: z.boolean().default(false),
    }),
  ),
  new: z.array(newItem),
});

const toFold = z.object({ summary: z.string(), messages: z.array(said) });
const listedAgent = z.object({ agent_id: z.string(), name: z.string(), description: z.string() });
const answered = z.object({ answer: z.string() });
const asking = z.object({ question: z.string() });

export type Said = { readonly id: string; readonly text: string };
export type OpenQuestion = z.output<typeof turn>['waiting'][number];
export type OpenTask = z.output<typeof turn>['tasks'][number];

/** A turn of Mother's. */
export type MotherRequest = z.output<typeof turn> & {
  readonly caller: 'mother';
  readonly agents: readonly z.output<typeof listedAgent>[];
  /** What her calls of this turn gave back, and what was wrong with her answers: empty at its first call. */
  readonly results: readonly string[];
  readonly callsSoFar: number;
};

/** A step of a sub-agent. */
export type AgentRequest = {
  readonly caller: 'agent';
  readonly name: string;
  /** What its definition tells it to do. */
  readonly instructions: string;
  /** The task, as Mother gave it. */
  readonly brief: string;
  /** Its questions, in order; one without an answer was not put to anybody. */
  readonly asked: readonly { readonly question: string; readonly answer: string | null }[];
  /** Its calls of other tools, in order. */
  readonly used: readonly { readonly name: string; readonly result: string }[];
  readonly callsSoFar: number;
};

/** Mother's older messages are to be condensed. */
export type FoldRequest = {
  readonly caller: 'fold';
  readonly summary: string;
  readonly messages: readonly z.output<typeof said>[];
};

/** Something that is not one of the project's requests. */
export type OtherRequest = { readonly caller: 'other'; readonly mustFinish: boolean };

export type Request = MotherRequest | AgentRequest | FoldRequest | OtherRequest;

function readMother({ messages }: Body, system: string): MotherRequest | null {
  const first = messages.findIndex(({ role }) => role === 'user');
  const document = readJson(messages[first]?.content ?? '', turn);
  if (document === null) return null;
  const since = messages.slice(first + 1);
  return {
    caller: 'mother',
    ...document,
    agents: system.split('\n').flatMap((line) => readJson(line, listedAgent) ?? []),
    results: since.filter(({ role }) => role !== 'assistant').map(({ content }) => content),
    callsSoFar: since.flatMap((message) => message.tool_calls).length,
  };
}

function readAgent({ messages }: Body, name: string, instructions: string): AgentRequest {
  const results = new Map(messages.map((message) => [message.tool_call_id, message.content]));
  const calls = messages.flatMap((message) => message.tool_calls);
  return {
    caller: 'agent',
    name,
    instructions,
    brief: messages.find(({ role }) => role === 'user')?.content ?? '',
    asked: calls.flatMap((call) => {
      const question =
        call.function.name === 'ask_user' && readJson(call.function.arguments, asking)?.question;
      if (!question) return [];
      return [{ question, answer: readJson(results.get(call.id) ?? '', answered)?.answer ?? null }];
    }),
    used: calls
      .filter((call) => call.function.name !== 'ask_user' && call.function.name !== 'finish')
      .map((call) => ({ name: call.function.name, result: results.get(call.id) ?? '' })),
    callsSoFar: calls.length,
  };
}

/** Reads the body of a request for a chat completion. Never throws. */
export function readRequest(raw: unknown): Request {
  const parsed = body.safeParse(raw);
  if (!parsed.success) return { caller: 'other', mustFinish: false };
  const system = parsed.data.messages.find(({ role }) => role === 'system')?.content ?? '';
  if (system.startsWith('You condense ')) {
    const folded = readJson(parsed.data.messages.at(-1)?.content ?? '', toFold);
    if (folded) return { caller: 'fold', ...folded };
  }
  const mother = system.startsWith('You are Mother.') ? readMother(parsed.data, system) : null;
  if (mother) return mother;
  const agentName = /^You are (.{1,200}?), an agent\b/u.exec(system)?.[1];
  if (agentName !== undefined) return readAgent(parsed.data, agentName, system);
  return { caller: 'other', mustFinish: parsed.data.tools.some((tool) => tool.function.name === 'finish') };
}
