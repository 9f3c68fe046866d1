import type { ChatRef, ErrorCode, Question, Task } from 'functions/contracts';
import { PanelRightOpen } from 'lucide-react';
import type { ComponentType } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { Monogram } from '../../../components/ui/monogram.tsx';
import { StopButton } from '../../../components/ui/stop-button.tsx';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { taskElement } from '../../../lib/reveal.ts';
import { isUnfinished, taskState } from '../data/task-state.ts';
import { TaskBody } from './task-body.tsx';
import { TaskStatus } from './task-status.tsx';

export type TaskActions = {
  readonly onRespond: (questionId: string) => void;
  readonly onRetry: (taskId: string) => void;
  readonly onStop: (taskId: string) => void;
  readonly onInspect: (subAgentId: string) => void;
};

type Props = TaskActions & {
  /** Draws the way to what mends an error. */
  WayOut: ComponentType<{ code: ErrorCode; agentId: string }>;
  chat: ChatRef;
  task: Parsed<Task>;
  question: Parsed<Question> | undefined;
  answerPending: boolean;
  /** Whether another try was asked for. */
  retried: boolean;
  /** For another try: whether it goes on from an answer that was put right. */
  corrected: boolean;
  /** Whether a stop is on its way to it. */
  stopping: boolean;
};

/** One piece of delegated work, from the moment it is handed over to its end. */
export function TaskBlock(props: Props) {
  const { chat, task, question, stopping, corrected, onInspect, onStop } = props;
  const { data } = task;
  const state = taskState(data, question?.data);
  return (
    <article
      id={taskElement(task.id)}
      aria-label={`Task: ${data.title}`}
      tabIndex={-1}
      className="rise rounded-2xl border border-line bg-surface shadow-rest"
    >
      <header className="flex items-start gap-3 px-4 pt-3.5">
        <Monogram name={data.agentName} size={32} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2 text-[0.8125rem] text-soft wrap-anywhere">
            {data.agentName}
            <TaskStatus state={state} />
            {data.continuesTaskId === null ? null : (
              <span className="text-faint">
                {corrected ? 'Goes on from the corrected answer' : 'Another try'}
              </span>
            )}
          </p>
          <h3 dir="auto" className="text-left leading-snug font-semibold wrap-anywhere">
            {data.title}
          </h3>
        </div>
        <div className="-mt-1 -mr-2 flex shrink-0">
          {isUnfinished(data) ? (
            <StopButton what={`${data.agentName}'s task`} stopping={stopping} onStop={() => onStop(task.id)}>
              Stop
            </StopButton>
          ) : null}
          <Button
            look="plain"
            aria-label={`Inspect ${data.agentName}`}
            onClick={() => onInspect(data.subAgentId)}
          >
            <PanelRightOpen size={16} aria-hidden="true" />
            <span className="max-sm:sr-only">Inspect</span>
          </Button>
        </div>
      </header>
      <div className="px-4 pt-2 pb-3.5 sm:pl-[3.75rem]">
        <TaskBody {...props} chat={chat} state={state} />
      </div>
    </article>
  );
}
