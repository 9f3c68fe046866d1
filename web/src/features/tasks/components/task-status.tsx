import { stateText, type TaskState } from '../data/task-state.ts';

const tones: Record<TaskState, string> = {
  queued: 'bg-sunken text-soft',
  working: 'bg-accent-soft text-accent',
  checking: 'bg-accent-soft text-accent',
  waiting: 'bg-needs text-needs-ink ring-1 ring-inset ring-needs-line',
  completed: 'bg-sunken text-soft',
  failed: 'bg-danger text-danger-ink',
  cancelled: 'bg-sunken text-soft',
  replaced: 'bg-sunken text-soft',
};

export function TaskStatus({ state }: { state: TaskState }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2 text-xs leading-5 font-medium ${tones[state]}`}
    >
      {state === 'working' || state === 'checking' ? (
        <span aria-hidden="true" className="breathe size-1.5 rounded-full bg-current" />
      ) : null}
      {stateText[state]}
    </span>
  );
}
