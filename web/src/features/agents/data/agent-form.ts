import {
  type Agent,
  agentDefinition,
  type AgentDefinition,
  defaultAgentLimits,
  limits,
  normaliseTag,
  toolUse,
  type ToolUse,
} from 'functions/contracts';
import { z } from 'zod';

/** What the form of an agent gives: its definition, and what only a person has to be told. */
export const agentForm = z
  .object({
    ...agentDefinition.shape,
    name: z.string().trim().min(1).max(limits.nameLength),
    tools: z.array(toolUse).max(limits.toolsPerAgent),
  })
  .superRefine(({ kind, tools }, context) => {
    if (kind !== 'deterministic' || tools.length === 1) return;
    context.addIssue({
      code: 'custom',
      path: ['tools'],
      message: 'An agent without a model has exactly one tool: choose it.',
    });
  });
export type AgentForm = z.input<typeof agentForm>;

export const emptyAgent: AgentForm = {
  name: '',
  description: '',
  tags: [],
  kind: 'llm',
  instructions: '',
  tools: [],
  credentialId: null,
  limits: defaultAgentLimits,
  orchestrationEnabled: true,
  examples: [],
};

/** What the form is filled from. */
export const formOf = (agent: Agent): AgentForm => agentDefinition.parse(agent) satisfies AgentDefinition;

/** A tag as it is kept, and why it cannot be added. */
export function checkTag(
  typed: string,
  tags: readonly string[],
): { readonly tag: string; readonly problem: string | null } {
  const tag = normaliseTag(typed);
  if (tag === '') return { tag, problem: null };
  if (tag.length > limits.tagLength)
    return { tag, problem: `A tag has at most ${limits.tagLength} characters: shorten it.` };
  if (tags.includes(tag)) return { tag, problem: `“${tag}” is there already.` };
  return tags.length >= limits.tags
    ? { tag, problem: `There are at most ${limits.tags} tags: remove one first.` }
    : { tag, problem: null };
}

/** An input of a tool, as far as a form can fix it. */
export type ToolInput = {
  readonly name: string;
  readonly description: string;
  readonly type: 'text' | 'number' | 'boolean';
  readonly options: readonly string[];
};

const property = z.object({
  description: z.string().default(''),
  type: z.string().optional().catch(undefined),
  enum: z.array(z.string()).optional().catch(undefined),
});
const objectSchema = z.object({ properties: z.record(z.string(), property.catch({ description: '' })) });

/** The inputs of a tool whose values can be fixed: words, numbers, yes or no. */
export function inputsOf(schema: unknown): ToolInput[] {
  const { success, data } = objectSchema.safeParse(schema);
  if (!success) return [];
  return Object.entries(data.properties).flatMap(
    ([name, { description, type, enum: options = [] }]): ToolInput[] => {
      const common = { name, description, options };
      if (type === 'number' || type === 'integer') return [{ ...common, type: 'number' }];
      if (type === 'boolean') return [{ ...common, type: 'boolean' }];
      return type === 'string' || options.length > 0 ? [{ ...common, type: 'text' }] : [];
    },
  );
}

/** A fixed value as it was typed; undefined: it is not one of that type. */
export function fixedOf(type: ToolInput['type'], text: string): ToolUse['fixed'][string] | undefined {
  if (type === 'boolean') return text === 'true';
  if (type === 'text') return text;
  return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}
