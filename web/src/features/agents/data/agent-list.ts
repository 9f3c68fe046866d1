import type { Agent } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { hasWords } from '../../../lib/words.ts';

export type Filter = { readonly search: string; readonly tag: string | null; readonly archived: boolean };

/** The agents that a filter leaves, in the order given. */
export const agentsWith = (
  agents: readonly Parsed<Agent>[],
  { search, tag, archived }: Filter,
): Parsed<Agent>[] =>
  agents.filter(
    ({ data }) =>
      (data.archivedAt !== null) === archived &&
      (tag === null || data.tags.includes(tag)) &&
      hasWords([data.name, data.description, ...data.tags].join(' '), search),
  );

/** The tags in use, the most used first, each with how many agents have it. */
export function tagsIn(agents: readonly Parsed<Agent>[]): { readonly tag: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { data } of agents) {
    if (data.archivedAt !== null) continue;
    for (const tag of data.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .toSorted((a, b) => b.count - a.count || a.tag.localeCompare(b.tag, 'en'));
}
