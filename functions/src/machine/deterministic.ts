import {
  limits,
  noUsage,
  parseJson,
  type InputField,
  type Intent,
  type SubAgentMessage,
} from '../contracts/index.ts';
import { problemWith } from './fields.ts';
import { subAgentTools } from './tools.ts';

/** What a deterministic agent works with: its one tool, the inputs of it, and what its task gave along. */
export type Job = {
  readonly tool: string;
  readonly fields: readonly InputField[];
  /** The text of a JSON object, or null. */
  readonly context: string | null;
  /** The names of the inputs that the tool itself does not take as they are given. */
  readonly refused: (given: Readonly<Record<string, unknown>>) => readonly string[];
};

/**
 * What a deterministic agent does next, as a model's answer would say it, so that everything after is the same for both
 * kinds: it asks for the first input that is missing or cannot be right, and then calls its tool.
 */
export function decideWithoutModel(job: Job, transcript: readonly SubAgentMessage[]): Intent['answer'] {
  const given = { ...inputIn(job), ...answersIn(job, transcript) };
  const missing = missingIn(job, given);
  const id = `call-${transcript.length}`;
  const call = missing
    ? { id, name: subAgentTools.askUser.name, arguments: JSON.stringify(questionFor(missing)) }
    : { id, name: job.tool, arguments: JSON.stringify(given) };
  return { text: '', toolCalls: [call], refusal: null, usage: noUsage, model: '' };
}

/** What to ask for next. A list or an object is not asked for: no answer can be one. */
function missingIn({ fields, refused }: Job, given: Readonly<Record<string, unknown>>): InputField | null {
  const askable = fields.filter(({ as }) => as !== 'other');
  const missing = askable.find((one) => isMissing(one, given[one.name]));
  if (missing) return missing;
  const names = refused(given);
  return askable.find(({ name }) => names.includes(name)) ?? null;
}

function inputIn({ fields, context }: Job): Record<string, unknown> {
  const given: unknown = context === null ? {} : parseJson(context);
  if (typeof given !== 'object' || given === null) return {};
  const known = new Set(fields.map(({ name }) => name));
  return Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name)));
}

/** What was answered to its questions, each by the name of the input that it was asked for. */
function answersIn(job: Job, transcript: readonly SubAgentMessage[]): Record<string, unknown> {
  const asked = new Map(
    transcript.flatMap((entry) =>
      entry.role === 'assistant' ? entry.toolCalls.map(({ id }) => [id, entry.content] as const) : [],
    ),
  );
  return Object.fromEntries(
    transcript.flatMap((entry) => {
      if (entry.role !== 'user' || entry.toolCallId === null) return [];
      const question = asked.get(entry.toolCallId);
      const field = job.fields.find((one) => questionFor(one).question === question);
      return field ? [[field.name, valueOf(field, entry.content)]] : [];
    }),
  );
}

function isMissing(one: InputField, value: unknown): boolean {
  if (value === undefined || value === null || value === '') return one.required;
  return problemWith(textOf(value), { field: one.field, options: [...one.options] }) !== null;
}

const textOf = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function valueOf({ as }: InputField, answer: string): unknown {
  const text = answer.trim();
  if (as === 'boolean') return text === 'yes';
  return as === 'number' ? Number(text) : text;
}

const questionFor = ({ label, field, options }: InputField) => ({
  question: `${field.type === 'choice' ? 'Which' : 'What is the'} ${label}?`.slice(0, limits.questionLength),
  options,
  field,
});
