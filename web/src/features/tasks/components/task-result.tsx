import type { Task } from 'functions/contracts';
import { ChevronRight } from 'lucide-react';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { duration } from '../../../lib/time-text.ts';
import { previewOf } from '../data/preview.ts';

const figure = new Intl.NumberFormat('en');

/** A finished task: folded away, since Mother has said what came out; with what it took. */
export function TaskResult({ task }: { task: Task }) {
  const { usage } = task;
  const tokens = usage.inputTokens + usage.outputTokens;
  const took =
    task.finishedAt === null ? null : duration(task.finishedAt - (task.startedAt ?? task.createdAt));
  return (
    <div className="text-sm">
      <details className="group">
        <summary className="flex items-start gap-1.5 rounded-lg text-soft hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight
            size={16}
            aria-hidden="true"
            className="mt-0.5 shrink-0 transition-transform group-open:rotate-90"
          />
          <span className="sr-only">Result of {task.title}:</span>
          <span dir="auto" className="line-clamp-2 min-w-0 flex-1 group-open:hidden">
            {previewOf(task.result ?? '')}
          </span>
          <span aria-hidden="true" className="hidden group-open:inline">
            Result
          </span>
        </summary>
        <div className="mt-2 pl-5.5">
          <Markdown text={task.result ?? ''} />
        </div>
      </details>
      <p className="mt-1.5 pl-5.5 text-xs text-faint tabular-nums">
        {took === null ? '' : `${took} · `}
        <span title={`${figure.format(usage.inputTokens)} in, ${figure.format(usage.outputTokens)} out`}>
          {figure.format(tokens)} tokens
        </span>
      </p>
    </div>
  );
}
