import { call, type Call } from './answer.ts';
import { asksForWork } from './delegate.ts';
import type { OpenTask } from './request.ts';
import { list, onOneLine } from './text.ts';

// Stopping tasks that are at work: "stop the planner", "never mind the call", "cancel everything".

const wish =
  /^\W*(?:\w+\W+){0,4}?(?:stop|cancel|abort|call off)\b|\bnever ?mind\b|\bno longer need\b|\bdon['’]?t need\b/iu;
const all = /\b(?:all|both|everything)\b/iu;

/** What people call the work of each agent. */
const work: Readonly<Record<string, RegExp>> = {
  Planner: /\b(?:call|meeting|workshop|plan|planning)\b/iu,
  Estimator: /\b(?:estimate|estimating|cost|costs|sum|sums)\b/iu,
  'Shop assistant': /\b(?:orders?|refund|parcel|code|coupon)\b/iu,
  'Order status': /\b(?:orders?|status)\b/iu,
  Writer: /\b(?:text|writing|announcement|e-?mail|invitation|note)\b/iu,
};

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{5,}/gu) ?? [];

function meant(tasks: readonly OpenTask[], text: string): readonly OpenTask[] {
  if (all.test(text) || tasks.length === 1) return tasks;
  const said = new Set(words(text));
  const byName = tasks.filter(({ agent }) => said.has(agent.toLowerCase()));
  if (byName.length > 0) return byName;
  const byWork = tasks.filter(({ agent }) => work[agent]?.test(text));
  if (byWork.length > 0) return byWork;
  return tasks.filter(({ title }) => words(title).some((word) => said.has(word)));
}

const named = ({ agent, title }: OpenTask) => `**${agent}**: ${onOneLine(title, 120)}`;

/** Stops the tasks that a message means; null if it wants nothing stopped. */
export function cancel(tasks: readonly OpenTask[], text: string): { text: string; calls: Call[] } | null {
  if (!wish.test(text) || asksForWork(text)) return null;
  if (tasks.length === 0)
    return { text: 'Nothing is at work just now, so there is nothing to stop.', calls: [] };
  const stopped = meant(tasks, text);
  if (stopped.length === 0) {
    return { text: `Which of these do you want to stop?\n\n${list(tasks.map(named))}`, calls: [] };
  }
  return {
    text: `Stopped:\n\n${list(stopped.map(named))}`,
    calls: stopped.map(({ task_id }) => call('cancel_task', { task_id })),
  };
}
