import type { Run } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { dayOf } from './run-filter.ts';

/** What something cost, of all that is loaded. */
export type Sum = {
  readonly key: string;
  readonly name: string;
  readonly micros: number;
  readonly runs: number;
};

function sumsBy(
  runs: readonly Parsed<Run>[],
  keyOf: (run: Run) => string,
  nameOf: (key: string, run: Run) => string,
): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { data } of runs) {
    const key = keyOf(data);
    const known = sums.get(key) ?? { key, name: nameOf(key, data), micros: 0, runs: 0 };
    sums.set(key, { ...known, micros: known.micros + data.costMicros, runs: known.runs + 1 });
  }
  return [...sums.values()];
}

const dearestFirst = (a: Sum, b: Sum): number => b.micros - a.micros || b.runs - a.runs;

/** By day, in their order. */
export const costByDay = (runs: readonly Parsed<Run>[]): Sum[] =>
  sumsBy(
    runs,
    ({ createdAt }) => dayOf(createdAt),
    (day) => day,
  ).toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** By agent, the dearest first; whatever model she uses, Mother is one. */
export const costByAgent = (runs: readonly Parsed<Run>[]): Sum[] =>
  sumsBy(
    runs,
    ({ actorId, agentId }) => (actorId === 'mother' ? 'mother' : agentId),
    (key, { agentName }) => (key === 'mother' ? 'Mother' : agentName),
  ).toSorted(dearestFirst);

export const costByPerson = (runs: readonly Parsed<Run>[], nameOf: (uid: string) => string): Sum[] =>
  sumsBy(
    runs,
    ({ uid }) => uid,
    (uid) => nameOf(uid),
  ).toSorted(dearestFirst);

export const totalOf = (runs: readonly Parsed<Run>[]): { micros: number; tokens: number } => ({
  micros: runs.reduce((sum, { data }) => sum + data.costMicros, 0),
  tokens: runs.reduce((sum, { data }) => sum + data.usage.inputTokens + data.usage.outputTokens, 0),
});
