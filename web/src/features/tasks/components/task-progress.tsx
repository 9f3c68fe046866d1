import type { ChatRef, SubAgent, Task } from 'functions/contracts';
import { useMemo } from 'react';
import { useNow } from '../../../lib/clock.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { duration } from '../../../lib/time-text.ts';
import { QUIET_MS } from '../data/task-state.ts';
import { subAgentAt } from '../data/sub-agent.ts';

/** Below this, "last activity" would only flicker. */
const RECENT_MS = 10_000;

/** What a running task does right now, for how long, and when it last gave a sign of life. */
export function TaskProgress({ chat, task }: { chat: ChatRef; task: Task }) {
  const found = useSubscription(useMemo(() => subAgentAt(chat, task.subAgentId), [chat, task.subAgentId]));
  const now = useNow(true);
  const progress: SubAgent['progress'] | undefined =
    found.status === 'ready' && found.entry.ok ? found.entry.data.progress : undefined;
  const since = task.startedAt ?? task.createdAt;
  const quiet = now - (progress?.lastActivityAt ?? since);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2.5 text-sm">
        <span>{progress?.verb ?? 'Starting'}</span>
        <span className="text-faint tabular-nums">
          {progress ? `Step ${progress.step}, ` : ''}
          {duration(now - since)}
        </span>
        {quiet >= RECENT_MS && quiet < QUIET_MS ? (
          <span className="text-faint tabular-nums">Last activity {duration(quiet)} ago</span>
        ) : null}
      </p>
      {quiet >= QUIET_MS ? (
        <p className="mt-1 text-sm text-needs-ink">
          No progress for {duration(quiet)}. If it got stuck, it is picked up again by itself within a few
          minutes.
        </p>
      ) : null}
    </>
  );
}
