import { allowedTools, inputFields, refusedInputs, toolSpec, type Tool } from '../connectors/index.ts';
import type { Intent, SubAgentMessage, SubAgentState } from '../contracts/index.ts';
import { decideWithoutModel } from '../machine/deterministic.ts';
import { specOf, subAgentTools } from '../machine/tools.ts';
import type { ModelRequest } from '../model/index.ts';
import { subAgentInstructions, subAgentMessages } from '../model/prompts/sub-agent.ts';

/** What a sub-agent's model is asked. */
export const subAgentRequest = (
  state: SubAgentState,
  transcript: readonly SubAgentMessage[],
  tools: readonly Tool[],
): ModelRequest => ({
  instructions: subAgentInstructions(state.name, state.instructions),
  messages: subAgentMessages(transcript, state.unusable > 0),
  tools: [
    ...Object.values(subAgentTools).map(specOf),
    ...allowedTools(tools, state.tools).map((tool) => toolSpec(tool)),
  ],
  toolChoice: 'auto',
});

/** What a sub-agent without a model does next; null where its tool is gone. */
export function answerWithoutModel(
  state: SubAgentState,
  context: string | null,
  transcript: readonly SubAgentMessage[],
  tools: readonly Tool[],
): Intent['answer'] | null {
  const [tool] = allowedTools(tools, state.tools);
  if (!tool) return null;
  const refused = (given: Readonly<Record<string, unknown>>) => refusedInputs(tool, given);
  return decideWithoutModel({ tool: tool.name, fields: inputFields(tool), context, refused }, transcript);
}
