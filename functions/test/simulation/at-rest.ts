import { run as runSchema } from '../../src/contracts/index.ts';
import { wrongWith } from '../../src/upkeep/rules.ts';
import type { Effect } from './bank.ts';
import type { Mirror } from './mirror.ts';

// What has to be true of a chat in which nothing is at work any more: the rules that a live project is checked by too.

/** What is wrong with a chat at rest. `lost`: the wakes whose events were lost, which nobody takes any more. */
export const unsound = (chat: string, mirror: Mirror, lost: ReadonlySet<string>, now: number): string[] =>
  wrongWith(chat, mirror.chat(chat), now)
    .filter(({ path }) => !lost.has(path))
    .map(({ rule, says }) => `${rule}: ${says}`);

/** What was done outside was done once, and is on record: as done, or as unknown. */
export function unsettled(effects: ReadonlyMap<string, Effect>, mirror: Mirror): string[] {
  const calls = new Map<string, number>();
  for (const [path, data] of mirror.entries()) {
    if (!path.startsWith('orchestration_runs/')) continue;
    const { uid, chatId, actorId, steps } = runSchema.parse(data);
    const known = steps.filter((step) => step.kind === 'tool_call' && (step.ok || step.unknown)).length;
    const who = `${uid}-${chatId}-${actorId}`;
    calls.set(who, (calls.get(who) ?? 0) + known);
  }
  return [...effects].flatMap(([key, { tool, done }]) => {
    const who = key.split('-').slice(0, -2).join('-');
    return [
      ...(done > 1 ? [`${tool} was done ${done} times under ${key}`] : []),
      ...(done > 0 && (calls.get(who) ?? 0) === 0
        ? [`${tool} was done under ${key}, and is on no record`]
        : []),
    ];
  });
}
