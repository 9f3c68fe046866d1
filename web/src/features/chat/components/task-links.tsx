import { ArrowUp } from 'lucide-react';
import { reveal, taskElement } from '../../../lib/reveal.ts';
import { useConversation } from './conversation.ts';

/** On a result: the ways to the tasks that it reports. */
export function TaskLinks({ taskIds }: { taskIds: readonly string[] }) {
  const { agentOf } = useConversation();
  return taskIds.map((id) => {
    const agent = agentOf(id);
    if (agent === undefined) return null;
    return (
      <button
        key={id}
        type="button"
        aria-label={`Go to ${agent}'s task`}
        onClick={() => reveal(taskElement(id), { focus: true })}
        className="inline-flex items-center gap-1 rounded-full bg-sunken px-2.5 py-0.5 text-xs text-soft hover:text-ink"
      >
        <ArrowUp size={12} aria-hidden="true" />
        {agent}'s task
      </button>
    );
  });
}
