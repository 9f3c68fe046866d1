import { isFinal, paths, run as runSchema, tenant } from '../../src/contracts/index.ts';
import { wrongWith } from '../../src/upkeep/rules.ts';
import { kindOf, viewOf } from '../../src/upkeep/documents.ts';
import type { Effect } from './bank.ts';
import type { Mirror } from './mirror.ts';

// What has to be true of a chat in which nothing is at work any more: the rules that a live project is checked by too.

/** What is wrong with a chat at rest. `lost`: the wakes whose events were lost, which nobody takes any more. */
export const unsound = (chat: string, mirror: Mirror, lost: ReadonlySet<string>, now: number): string[] =>
  wrongWith(chat, mirror.chat(chat), now)
    .filter(({ path }) => !lost.has(path))
    .map(({ rule, says }) => `${rule}: ${says}`);

/** Jobs that nobody goes on with, and what is still under way where all of it has ended. */
export function unended(mirror: Mirror): string[] {
  const jobs = [...mirror.entries()].flatMap(([path]) =>
    path.includes('/jobs/') ? [`${path} was left lying`] : [],
  );
  const tasks = mirror.chats.flatMap((chat) => {
    const { access, tenantId } = { ...mirror.get(chat) };
    const settings = tenant.safeParse(mirror.get(paths.tenant(String(tenantId))));
    const isOff = settings.success && !settings.data.orchestration.enabled;
    if (access !== 'closed' && !(access === 'open' && isOff)) return [];
    const why = access === 'closed' ? 'its chat is closed' : 'agents are switched off';
    return viewOf(chat, mirror.chat(chat))
      .tasks.filter(({ data }) => !isFinal(data.status))
      .map(({ path, data }) => `${path} is ${data.status}, and ${why}`);
  });
  return [...jobs, ...tasks];
}

/** Who rests holds nothing of a month: it would be of no use to anybody. */
export const hoarded = (mirror: Mirror): string[] =>
  [...mirror.entries()].flatMap(([path, data]) =>
    kindOf(path) === 'state' && (data['allotment'] ?? null) !== null
      ? [`${path} rests, and holds a part of a month`]
      : [],
  );

/** What was done outside was done once, and is on record: as done, or as unknown. */
export function unsettled(effects: ReadonlyMap<string, Effect>, mirror: Mirror): string[] {
  const recorded = new Map<string, number>();
  for (const [path, data] of mirror.entries()) {
    if (!path.startsWith('orchestration_runs/')) continue;
    const { uid, chatId, actorId, steps } = runSchema.parse(data);
    for (const step of steps) {
      if (step.kind !== 'tool_call' || !(step.ok || step.unknown)) continue;
      const what = `${uid}-${chatId}-${actorId} ${step.name}`;
      recorded.set(what, (recorded.get(what) ?? 0) + 1);
    }
  }
  const done = [...effects].filter(([, effect]) => effect.done > 0);
  const byActor = Map.groupBy(done, ([key, { tool }]) => `${key.split('-').slice(0, -2).join('-')} ${tool}`);
  return [
    ...done.flatMap(([key, { tool, done: times }]) =>
      times > 1 ? [`${tool} was done ${times} times under ${key}`] : [],
    ),
    ...[...byActor].flatMap(([what, { length }]) =>
      length > (recorded.get(what) ?? 0)
        ? [`${what} was done ${length} times, and is on record ${recorded.get(what) ?? 0} times`]
        : [],
    ),
  ];
}
