import type { ChatRef, ErrorCode, Question, Task } from 'functions/contracts';
import { Reply, RotateCw, ShieldQuestion } from 'lucide-react';
import type { ComponentType } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { ErrorCard } from '../../../components/ui/error-card.tsx';
import { askedText } from '../../../lib/asked.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { reveal, taskElement } from '../../../lib/reveal.ts';
import { mayRetry, type TaskState } from '../data/task-state.ts';
import { TaskProgress } from './task-progress.tsx';
import { TaskResult } from './task-result.tsx';

type Props = {
  /** Draws the way to what mends an error. */
  WayOut: ComponentType<{ code: ErrorCode; agentId: string }>;
  chat: ChatRef;
  task: Parsed<Task>;
  state: TaskState;
  question: Parsed<Question> | undefined;
  answerPending: boolean;
  retried: boolean;
  onRespond: (questionId: string) => void;
  onRetry: (taskId: string) => void;
};

/** What a block shows below its title, by the state of its task. */
export function TaskBody({
  WayOut,
  chat,
  task,
  state,
  question,
  answerPending,
  retried,
  onRespond,
  onRetry,
}: Props) {
  const { data } = task;
  const again = data.error?.code === 'question_expired' ? 'Ask again' : 'Retry';
  switch (state) {
    case 'queued':
      return <p className="text-sm text-soft">It starts when another task has finished.</p>;
    case 'working':
      return <TaskProgress chat={chat} task={data} />;
    case 'checking':
      return <p className="text-sm text-soft">Mother is checking whether she knows the answer.</p>;
    case 'waiting':
      return question ? <Waiting question={question} pending={answerPending} onRespond={onRespond} /> : null;
    case 'completed':
      return <TaskResult task={data} />;
    case 'failed':
      return data.error ? (
        <ErrorCard error={data.error}>
          {retried || data.supersededBy !== null ? null : (
            <WayOut code={data.error.code} agentId={data.agentId} />
          )}
          {retried || data.supersededBy !== null ? (
            <TriedAgain by={data.supersededBy}>Tried again below.</TriedAgain>
          ) : !mayRetry(data) ? null : (
            <Button
              look="danger"
              aria-label={`${again} ${data.agentName}'s task`}
              onClick={() => onRetry(task.id)}
            >
              <RotateCw size={14} aria-hidden="true" />
              {again}
            </Button>
          )}
        </ErrorCard>
      ) : null;
    case 'cancelled':
      return (
        <p className="text-sm text-soft">{data.error?.message ?? 'It was stopped before it was done.'}</p>
      );
    case 'replaced':
      return (
        <>
          <p className="text-sm text-soft">
            <TriedAgain by={data.supersededBy}>Replaced by another try</TriedAgain>
          </p>
          {data.result === null ? null : (
            <div className="mt-2">
              <TaskResult task={data} />
            </div>
          )}
        </>
      );
    default:
      return state satisfies never;
  }
}

/** The way to the try that took a task's place, once it is there. */
function TriedAgain({ by, children }: { by: string | null; children: string }) {
  if (by === null) return <span>{children}</span>;
  return (
    <button
      type="button"
      onClick={() => reveal(taskElement(by), { focus: true })}
      className="text-left underline underline-offset-3 hover:text-ink"
    >
      {children}
    </button>
  );
}

type WaitingProps = { question: Parsed<Question>; pending: boolean; onRespond: (questionId: string) => void };

function Waiting({ question, pending, onRespond }: WaitingProps) {
  const { name, consent } = question.data;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="min-w-0 flex-1 basis-56 text-sm wrap-anywhere">
        {consent ? null : <span className="text-soft">It needs to know: </span>}
        <bdi>{askedText(question.data)}</bdi>
      </p>
      {pending ? (
        <p className="text-sm text-soft">Your answer is on its way.</p>
      ) : (
        <Button
          aria-label={consent ? `Decide on ${consent.summary}` : `Respond to ${name}`}
          onClick={() => onRespond(question.id)}
        >
          {consent ? <ShieldQuestion size={15} aria-hidden="true" /> : <Reply size={15} aria-hidden="true" />}
          {consent ? 'Decide' : 'Respond'}
        </Button>
      )}
    </div>
  );
}
