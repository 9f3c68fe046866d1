import { MOTHER, isFinal, subAgentStatusOf, type Task } from '../contracts/index.ts';
import { busyUntil, type ChatView } from './documents.ts';
import type { Finding } from './finding.ts';

type Found = ChatView['tasks'][number];

/** A task that waits has its one question; a sub-agent is what its task is. */
export function statuses({ tasks, questions, subAgents, movedAt: since }: ChatView): Finding[] {
  return tasks.flatMap(({ id, path, data: { status, questionId, subAgentId } }) => {
    const found: Finding[] = [];
    const pending = questions.filter(
      ({ data }) => data.taskId === id && (data.status === 'open' || data.status === 'relayed'),
    );
    const expected = status === 'waiting' ? [questionId] : [];
    if (JSON.stringify(pending.map((one) => one.id)) !== JSON.stringify(expected))
      found.push({
        rule: 'question',
        path,
        says: `${id} is ${status} with ${pending.length} pending questions`,
        since,
      });
    const own = subAgents.find((one) => one.id === subAgentId)?.data.status;
    if (own !== subAgentStatusOf(status))
      found.push({
        rule: 'sub_agent',
        path,
        says: `${id} is ${status}, its sub-agent ${String(own)}`,
        since,
      });
    return found;
  });
}

/** Whoever has a task is at work on it, waits for the person, or for a free place. */
export function atWork(view: ChatView, slots: number): Finding[] {
  const unfinished = view.tasks.filter(({ data }) => !isFinal(data.status));
  const isFree = unfinished.filter(({ data }) => data.status !== 'queued').length < slots;
  const mother = busyUntil(view.documents.get(`${view.chat}/state/${MOTHER}`));
  return [
    ...unfinished.flatMap((one) => ofTask(view, one, isFree)),
    ...view.questions.flatMap(({ id, path, data }): Finding[] => {
      const since = Math.max(data.createdAt, mother);
      const says = `${id} is open, and nobody checks it`;
      return data.status === 'open' ? [{ rule: 'stuck', path, says, since }] : [];
    }),
  ];
}

function ofTask(view: ChatView, { id, path, data }: Found, isFree: boolean): Finding[] {
  if (isLost(view, data)) {
    const says = `${id} is ${data.status}, and there is nobody who could work on it`;
    return [{ rule: 'lost_task', path, says, since: view.movedAt }];
  }
  const state = view.documents.get(`${view.chat}/state/${data.subAgentId}`);
  const since = Math.max(view.movedAt, busyUntil(state));
  if (data.status === 'running')
    return [{ rule: 'stuck', path, says: `${id} is running, and nobody works on it`, since }];
  if (data.status === 'queued' && isFree)
    return [{ rule: 'stuck', path, says: `${id} is queued beside a free slot`, since: view.movedAt }];
  return [];
}

/** Its sub-agent's state is gone, or has ended. One that cannot be read is not: it fails the task by itself. */
function isLost({ chat, documents, states }: ChatView, { subAgentId }: Task): boolean {
  const state = states.get(subAgentId);
  if (!state) return !documents.has(`${chat}/state/${subAgentId}`);
  return state.kind === 'sub_agent' && state.phase === 'ended';
}
