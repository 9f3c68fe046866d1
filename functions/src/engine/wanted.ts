import type { MotherState, Stop } from '../contracts/index.ts';
import { messageOfStep, type Incoming } from '../machine/draft.ts';
import { motherCall, parseCall, type MotherCall } from '../machine/tools.ts';
import type { TurnEvent } from '../machine/turn.ts';

/** What a decision looks at, by id; and what it searches for. */
export type Wanted = {
  tasks: Set<string>;
  questions: Set<string>;
  messages: Set<string>;
  agents: Set<string>;
  searches: Extract<MotherCall, { name: 'find_agents' }>['input'][];
};

/** What mail and a model's calls name, and what follows from them in Mother's state. Pure. */
export function wantedBy(
  state: MotherState,
  mail: readonly Incoming[],
  events: readonly TurnEvent[],
): Wanted {
  const wanted: Wanted = {
    tasks: new Set(),
    questions: new Set(),
    messages: new Set(),
    agents: new Set(),
    searches: [],
  };
  for (const { taskId, queued } of state.tasks) if (queued) wanted.tasks.add(taskId);
  for (const incoming of mail) addMail(wanted, state, incoming);
  for (const answer of events) {
    if (!('toolCalls' in answer)) continue;
    for (const call of answer.toolCalls) {
      const parsed = parseCall(motherCall, call);
      if (parsed.ok) addCall(wanted, state, parsed.value);
    }
  }
  return wanted;
}

function addMail({ tasks, questions, messages }: Wanted, state: MotherState, incoming: Incoming): void {
  switch (incoming.kind) {
    case 'message': {
      const { replyTo, retry, stop, correct, consent } = incoming.message;
      if (replyTo !== undefined) {
        questions.add(replyTo);
        addAlike(questions, state);
      }
      if (retry) (retry.kind === 'task' ? tasks : messages).add(retry.id);
      if (correct) questions.add(correct.questionId);
      if (consent) questions.add(consent.questionId);
      if (stop) addStop({ tasks, messages }, state, stop);
      return;
    }
    case 'asked':
      questions.add(incoming.questionId);
      tasks.add(incoming.taskId);
      return;
    case 'finished':
      tasks.add(incoming.taskId);
      return;
    case 'end_all':
      for (const { taskId } of state.tasks) tasks.add(taskId);
      return;
    default:
      return incoming satisfies never;
  }
}

/** What an answer to another question may be for as well: what is asked in one card with others, or asked again. */
function addAlike(questions: Set<string>, { questions: open }: MotherState): void {
  const cards = new Set(open.map(({ sameAs }) => sameAs));
  for (const { questionId, sameAs, repeats } of open)
    if (sameAs !== null || repeats !== null || cards.has(questionId)) questions.add(questionId);
}

/** What may have to end: one task or all of them, and the turn that somebody may have left in the middle. */
function addStop(
  { tasks, messages }: Pick<Wanted, 'tasks' | 'messages'>,
  state: MotherState,
  stop: Stop,
): void {
  if (stop.kind === 'task') tasks.add(stop.id);
  else for (const step of [state.step, state.step - 1]) messages.add(messageOfStep(step));
  if (stop.kind === 'turn') messages.add(stop.id);
  if (stop.kind === 'all') for (const { taskId } of state.tasks) tasks.add(taskId);
}

function addCall(wanted: Wanted, state: MotherState, call: MotherCall): void {
  const openOf = (subAgentId: string) => {
    for (const open of state.questions)
      if (open.subAgentId === subAgentId) wanted.questions.add(open.questionId);
  };
  switch (call.name) {
    case 'delegate_to_agent':
      wanted.agents.add(call.input.agent_id);
      return;
    case 'reply_to_agent':
      openOf(call.input.sub_agent_id);
      addAlike(wanted.questions, state);
      for (const { message_id: id } of call.input.evidence) wanted.messages.add(id);
      return;
    case 'ask_user':
      openOf(call.input.sub_agent_id);
      if (call.input.repeats !== undefined) wanted.questions.add(call.input.repeats);
      if (call.input.same_as !== undefined) wanted.questions.add(call.input.same_as);
      return;
    case 'ask_which':
      for (const id of call.input.sub_agent_ids) openOf(id);
      wanted.messages.add(call.input.message_id);
      return;
    case 'remember':
      for (const { message_id: id } of call.input.evidence) wanted.messages.add(id);
      return;
    case 'read_message':
      wanted.messages.add(call.input.id);
      return;
    case 'cancel_task': {
      wanted.tasks.add(call.input.task_id);
      for (const open of state.questions)
        if (open.taskId === call.input.task_id) wanted.questions.add(open.questionId);
      return;
    }
    case 'find_agents':
      wanted.searches.push(call.input);
      return;
    default:
      return call satisfies never;
  }
}
