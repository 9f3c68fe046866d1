import { z } from 'zod';
import { field, limits, parseJson, type ToolCall } from '../contracts/index.ts';

/**
 * What Mother and her sub-agents can do, as tools that a model calls. A model's answer is untrusted: each call is
 * parsed with these schemas before anything looks at it.
 */

const evidenceInput = z
  .array(
    z.object({
      message_id: z.string().describe('The id of a message that the person wrote.'),
      quote: z
        .string()
        .min(1)
        .max(limits.quoteLength)
        .describe('Their words, copied exactly, whole words only.'),
    }),
  )
  .max(limits.evidencePerAnswer);

/** A text that says something: spaces alone are no goal, question, answer or result. */
const words = (length: number) =>
  z
    .string()
    .min(1)
    .max(length)
    .refine((text) => text.trim() !== '', { error: 'It must not be blank.' });

const tool = <N extends string, I extends z.ZodType>(name: N, description: string, input: I) => ({
  name,
  description,
  input,
  call: z.object({ name: z.literal(name), input }),
});

const delegateToAgent = tool(
  'delegate_to_agent',
  'Give a task to one of the available agents. It works in the background. Several at once are fine.',
  z.object({
    agent_id: z.string(),
    message: words(limits.goalLength).describe('What to do, with all that the agent has to know.'),
    context: z.record(z.string(), z.unknown()).optional().describe('Further facts, as a JSON object.'),
  }),
);

const replyToAgent = tool(
  'reply_to_agent',
  'Answer the question of an agent with what the person said. Numbers, names and addresses in the answer have to stand in the quotes.',
  z.object({
    sub_agent_id: z.string(),
    answer: words(limits.answerLength),
    confidence: z.number().min(0).max(1).describe('How sure you are that the person would answer this.'),
    evidence: evidenceInput,
  }),
);

const relayQuestion = tool(
  'ask_user',
  'Relay the question of an agent to the person, because what they said does not answer it.',
  z.object({
    sub_agent_id: z.string(),
    repeats: z
      .string()
      .optional()
      .describe('The id of an earlier question of this agent, if this asks the same.'),
    same_as: z
      .string()
      .optional()
      .describe('The id of a question of another agent, waiting or new, that asks the same in other words.'),
  }),
);

const askWhich = tool(
  'ask_which',
  'Ask the person which of the waiting questions their words answer, where that is unclear. They get one button for each.',
  z.object({
    sub_agent_ids: z.array(z.string()).min(1).max(limits.openTasksPerChat),
    message_id: z.string().describe('The id of the message that may be the answer.'),
    quote: z
      .string()
      .min(1)
      .max(limits.quoteLength)
      .describe('The words of it that may be the answer, copied exactly.'),
  }),
);

const remember = tool(
  'remember',
  'Note something lasting that the person stated about themselves, their work or their wishes.',
  z.object({ fact: words(limits.factLength), evidence: evidenceInput.min(1) }),
);

const readMessage = tool(
  'read_message',
  'Read the whole of a message of which you see an excerpt only.',
  z.object({ id: z.string().min(1) }),
);

const cancelTask = tool(
  'cancel_task',
  'Stop a task that is at work, because the person no longer wants it.',
  z.object({ task_id: z.string() }),
);

const findAgents = tool(
  'find_agents',
  'Look for an agent that is not in the list, by tags, by words, or both.',
  z.object({ tags: z.array(z.string()).max(10).default([]), text: z.string().max(200).default('') }),
);

export const motherTools = {
  delegateToAgent,
  replyToAgent,
  relayQuestion,
  askWhich,
  remember,
  readMessage,
  cancelTask,
  findAgents,
};

export const motherCall = z.discriminatedUnion('name', [
  delegateToAgent.call,
  replyToAgent.call,
  relayQuestion.call,
  askWhich.call,
  remember.call,
  readMessage.call,
  cancelTask.call,
  findAgents.call,
]);
export type MotherCall = z.output<typeof motherCall>;

const askUser = tool(
  'ask_user',
  'Ask for one thing that you need and were not told. You get the answer as the result of this call.',
  z.object({
    question: words(limits.questionLength),
    options: z.array(z.string().min(1).max(limits.optionLength)).max(limits.options).default([]),
    field: field
      .default({ type: 'text' })
      .describe(
        'What the answer has to be. A choice is one of the options; a date is a day such as 2026-01-31.',
      ),
  }),
);

const finish = tool(
  'finish',
  'Hand in the result. This ends your work.',
  z.object({ result: words(limits.resultLength) }),
);

export const subAgentTools = { askUser, finish };

export const subAgentCall = z.discriminatedUnion('name', [askUser.call, finish.call]);
export type SubAgentCall = z.output<typeof subAgentCall>;

/** A tool as a model port takes it. */
export const specOf = ({
  name,
  description,
  input,
}: {
  name: string;
  description: string;
  input: z.ZodType;
}) => ({
  name,
  description,
  parameters: { ...z.toJSONSchema(input, { io: 'input' }) },
});

/** A call that was parsed, or what is wrong with it in words for the model. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

function parseArguments(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: parseJson(text === '' ? '{}' : text) };
  } catch {
    return { ok: false, problem: 'The arguments are not valid JSON.' };
  }
}

/** Parses one call with the union of the calls that there are. Never throws. */
export function parseCall<S extends z.ZodType>(schema: S, call: ToolCall): Parsed<z.output<S>> {
  const json = parseArguments(call.arguments);
  if (!json.ok) return json;
  const parsed = schema.safeParse({ name: call.name, input: json.value });
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, problem: `The call of ${call.name} cannot be used. ${z.prettifyError(parsed.error)}` };
}
