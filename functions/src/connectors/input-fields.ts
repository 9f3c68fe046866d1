import { z } from 'zod';
import { limits, type InputField } from '../contracts/index.ts';
import { fixedIn, type AllowedTool, type Tool } from './tool.ts';

/** As much of a JSON schema as says what one input is. */
const property = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).max(limits.options).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
});
type Property = z.infer<typeof property>;

const schema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** The inputs of a tool that are left to be given: what the agent's definition fixes is no question. */
export function inputFields(tool: Tool | AllowedTool): InputField[] {
  const { properties, required } = schema.parse(z.toJSONSchema(tool.input, { io: 'input' }));
  const fixed = fixedIn(tool);
  return Object.entries(properties)
    .filter(([name]) => !(name in fixed))
    .map(([name, value]) => {
      const parsed = property.safeParse(value);
      return { name, required: required.includes(name), ...kindOf(name, parsed.success ? parsed.data : {}) };
    });
}

/** The inputs that the tool itself does not take as they are given, by name. */
export function refusedInputs(tool: Tool | AllowedTool, given: Readonly<Record<string, unknown>>): string[] {
  const { error } = tool.input.safeParse({ ...given, ...fixedIn(tool) });
  return error?.issues.flatMap(({ path: [name] }) => (typeof name === 'string' ? [name] : [])) ?? [];
}

/** Numbers that a browser and JSON write alike. */
const inRange = (value: number | undefined): number | null =>
  value !== undefined && Number.isSafeInteger(Math.trunc(value)) && Math.abs(value) < Number.MAX_SAFE_INTEGER
    ? value
    : null;

type Kind = Omit<InputField, 'name' | 'required'>;

function kindOf(name: string, given: Property): Kind {
  const label = given.title ?? name.replaceAll('_', ' ');
  const text: Kind = { label, field: { type: 'text' }, options: [], as: 'string' };
  if (given.enum) return { label, field: { type: 'choice' }, options: given.enum, as: 'string' };
  if (given.type === 'boolean')
    return { label, field: { type: 'choice' }, options: ['yes', 'no'], as: 'boolean' };
  if (given.format === 'date') return { ...text, field: { type: 'date' } };
  if (given.type === 'array' || given.type === 'object') return { ...text, as: 'other' };
  if (given.type !== 'number' && given.type !== 'integer') return text;
  const integer = given.type === 'integer';
  const above = inRange(given.exclusiveMinimum);
  const min = inRange(given.minimum) ?? (above !== null && integer ? above + 1 : above);
  const field = { type: 'number', integer, min, max: inRange(given.maximum) } as const;
  return { label, field, options: [], as: 'number' };
}
