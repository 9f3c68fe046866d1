import {
  AppError,
  credentialSummary,
  limits,
  namesInWords,
  normaliseTag,
  paths,
  type AgentDefinition,
  type ConnectionKind,
  type ToolUse,
} from '../contracts/index.ts';
import { read } from '../store/documents.ts';
import type { Store } from '../store/port.ts';

/** What has to be known of a tool to say whether an agent may have it. */
export type KnownTool = {
  readonly name: string;
  readonly connection: ConnectionKind | null;
  /** The names of its inputs. */
  readonly inputs: readonly string[];
  /** Those of them that it needs and that no person can answer in words: lists and objects. */
  readonly unaskable: readonly string[];
};

const invalid = (words: string): AppError => new AppError('invalid_input', 'The definition', { words });

/**
 * A definition as it may be saved in a tenant, its tags normalised, each once.
 * @throws AppError `invalid_input` with what is wrong; `connection_missing` where its connection is not there
 */
export async function validDefinition(
  store: Store,
  tools: readonly KnownTool[],
  tenantId: string,
  definition: AgentDefinition,
): Promise<AgentDefinition> {
  const used = definition.tools.map((use) => toolOf(tools, use));
  if (new Set(used).size < used.length) throw invalid('Each tool can be chosen once.');
  if (definition.kind === 'deterministic' && used.length !== 1)
    throw invalid('An agent without a model runs exactly one tool: choose one.');
  if (definition.kind === 'deterministic') requireAskable(definition.tools, used);
  await requireConnection(store, tenantId, definition.credentialId, used);
  return { ...definition, tags: validTags(definition.tags) };
}

/** An agent without a model asks a person for what is missing. */
function requireAskable(uses: readonly ToolUse[], used: readonly KnownTool[]): void {
  for (const [position, { name, unaskable }] of used.entries()) {
    const left = unaskable.find((input) => !(input in (uses[position]?.fixed ?? {})));
    if (left !== undefined)
      throw invalid(
        `“${name}” needs a list of ${left.replaceAll('_', ' ')}, which nobody can answer in words. Choose another tool, or let a model work with it.`,
      );
  }
}

function toolOf(tools: readonly KnownTool[], { name, fixed }: ToolUse): KnownTool {
  const found = tools.find((one) => one.name === name);
  if (!found) throw invalid(`There is no tool “${name}”. Choose another one.`);
  const strange = Object.keys(fixed).find((input) => !found.inputs.includes(input));
  if (strange !== undefined) throw invalid(`The tool “${name}” has no input “${strange}”.`);
  return found;
}

function validTags(tags: readonly string[]): string[] {
  const normalised = [...new Set(tags.map(normaliseTag))].filter((tag) => tag !== '');
  // Some signs become several when they are normalised.
  const long = normalised.find((tag) => [...tag].length > limits.tagLength);
  if (long !== undefined) throw invalid(`A tag has at most ${limits.tagLength} characters: “${long}”.`);
  return normalised;
}

async function requireConnection(
  store: Store,
  tenantId: string,
  credentialId: string | null,
  used: readonly KnownTool[],
): Promise<void> {
  const needing = used.filter(({ connection }) => connection !== null);
  const names = namesInWords(needing.map(({ name }) => `“${name}”`));
  if (credentialId === null) {
    if (needing.length > 0) throw invalid(`Choose a connection: ${names} cannot work without one.`);
    return;
  }
  const path = paths.credentialSummaries.one(tenantId, credentialId);
  const found = await read(store, path, credentialSummary);
  if (!found) throw new AppError('connection_missing', `${path} does not exist`, { words: GONE });
  if (needing.some(({ connection }) => connection !== found.value.kind))
    throw invalid(`This connection does not fit ${names}. Choose another one.`);
}

const GONE = 'That connection is no longer there. Choose another one.';
