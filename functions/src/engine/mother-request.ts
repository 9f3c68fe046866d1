import { allowedTools, inputFields, type Tool } from '../connectors/index.ts';
import type { InputField, MotherState } from '../contracts/index.ts';
import type { Incoming, Turn, World } from '../machine/draft.ts';
import { motherTools, specOf } from '../machine/tools.ts';
import { heardMessages, speaks, type Exchange } from '../machine/turn.ts';
import { motherInput, motherInstructions, type NewItem } from '../model/prompts/mother.ts';
import type { ModelMessage, ModelRequest, ToolSpec } from '../model/index.ts';
import type { TenantView } from '../tenants/catalogue.ts';

const { delegateToAgent, findAgents, ...others } = motherTools;
const withoutAgents: ToolSpec[] = Object.values(others).map(specOf);
const withAgents: ToolSpec[] = [...withoutAgents, specOf(delegateToAgent)];
const withSearch: ToolSpec[] = [...withAgents, specOf(findAgents)];

/** What Mother's model is asked in one turn, after the exchanges that it already had in this turn. */
export function motherRequest(
  state: MotherState,
  turn: Turn,
  exchanges: readonly Exchange[],
  world: World,
  { orchestration, agents, more }: TenantView,
  tools: readonly Tool[],
): ModelRequest {
  const { enabled, persona } = orchestration;
  const { memory, tasks, questions } = state;
  const input = motherInput({
    now: world.now,
    summary: memory.summary,
    recent: [...memory.unfolded, ...memory.recent],
    facts: memory.facts,
    tasks,
    waiting: questions,
    fresh: freshItems(turn, world),
  });
  return {
    instructions: motherInstructions({
      persona,
      agents: enabled ? agents.map((one) => withInputs(one, tools)) : [],
      more: enabled && more,
    }),
    messages: [{ role: 'user', content: input }, ...exchanges.flatMap(toMessages)],
    tools: !enabled ? withoutAgents : more ? withSearch : withAgents,
    toolChoice: speaks(turn.mail) ? 'auto' : 'required',
  };
}

/** What an agent that works without a model has to be given. */
function withInputs(agent: TenantView['agents'][number], all: readonly Tool[]) {
  const [tool] = agent.kind === 'deterministic' ? allowedTools(all, agent.tools) : [];
  return tool ? { ...agent, inputs: inputFields(tool).map(inWords) } : agent;
}

const inWords = ({ name, field, as, required }: InputField) =>
  `${name} (${as === 'other' ? 'list or object' : field.type}${required ? '' : ', if there is one'})`;

function toMessages({ answer, results, complaint }: Exchange): ModelMessage[] {
  const said: ModelMessage = { role: 'assistant', content: answer.text, toolCalls: answer.toolCalls };
  const given = results.map((result): ModelMessage => ({ role: 'tool', ...result }));
  // An empty message is refused by some servers: the complaint alone stands for it.
  if (complaint !== null) return [{ role: 'user', content: complaint }];
  return [said, ...given];
}

const freshItems = (turn: Turn, world: World): NewItem[] => [
  ...heardMessages(turn, world)
    .filter(({ message }) => message.content !== '')
    .map(({ id, message }): NewItem => ({
      type: 'message',
      id,
      at: new Date(message.createdAt).toISOString(),
      text: message.content,
    })),
  ...turn.mail.flatMap((incoming) => itemsOf(incoming, world)),
];

/** Of a result whose task another one has taken the place of. */
const OUTDATED =
  'The person has put an answer right since. The agent goes on from that one, and this result no longer counts.';

function itemsOf(incoming: Incoming, world: World): NewItem[] {
  switch (incoming.kind) {
    case 'message':
    case 'end_all':
      return [];
    case 'asked': {
      const { questionId } = incoming;
      const question = world.questions.get(questionId);
      if (!question) return [];
      const { subAgentId, name: agent, text, options, taskId } = question;
      const earlier = question.earlier.map((one) => ({ question_id: one.questionId, text: one.text }));
      const title = world.tasks.get(taskId)?.title ?? '';
      return [
        {
          type: 'question',
          question_id: questionId,
          sub_agent_id: subAgentId,
          agent,
          task: title,
          text,
          options,
          earlier,
        },
      ];
    }
    case 'finished': {
      const task = world.tasks.get(incoming.taskId);
      if (!task) return [];
      return [
        {
          type: 'result',
          task_id: incoming.taskId,
          agent: task.agentName,
          task: task.title,
          text: task.result ?? '',
          ...(task.supersededBy === null ? {} : { outdated: OUTDATED }),
        },
      ];
    }
    default:
      return incoming satisfies never;
  }
}
