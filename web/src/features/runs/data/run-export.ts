import type { Run } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** What a spreadsheet takes for the beginning of a formula, also behind a space or a tab. */
const FORMULA = /^[\s]*[=+\-@\t\r]/u;

/** A cell that a spreadsheet shows as it is: never run, never taken apart. */
export function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const COLUMNS: readonly (readonly [
  name: string,
  of: (id: string, run: Run, person: string) => string | number,
])[] = [
  ['id', (id) => id],
  ['time', (_, run) => new Date(run.createdAt).toISOString()],
  ['person', (_, __, person) => person],
  ['person id', (_, run) => run.uid],
  ['chat', (_, run) => run.chatId],
  ['agent', (_, run) => run.agentName],
  ['agent id', (_, run) => run.agentId],
  ['agent version', (_, run) => run.agentVersion ?? ''],
  ['outcome', (_, run) => run.outcome],
  ['error', (_, run) => run.error ?? ''],
  ['steps', (_, run) => run.steps.length],
  ['model calls', (_, run) => run.usage.modelCalls],
  ['input tokens', (_, run) => run.usage.inputTokens],
  ['cached tokens', (_, run) => run.usage.cachedTokens],
  ['output tokens', (_, run) => run.usage.outputTokens],
  ['cost in dollars', (_, run) => run.costMicros / 1_000_000],
  ['milliseconds', (_, run) => run.ms],
];

/** Runs for a spreadsheet (RFC 4180). */
export const runsCsv = (runs: readonly Parsed<Run>[], personOf: (uid: string) => string): string =>
  [
    COLUMNS.map(([name]) => cell(name)),
    ...runs.map(({ id, data }) => COLUMNS.map(([, of]) => cell(of(id, data, personOf(data.uid))))),
  ]
    .map((row) => `${row.join(',')}\r\n`)
    .join('');

/** Runs for programs: as they are stored, times as ISO 8601. */
export const runsJson = (runs: readonly Parsed<Run>[]): string =>
  `${JSON.stringify(
    runs.map(({ id, data }) => ({ id, ...data, createdAt: new Date(data.createdAt).toISOString() })),
    null,
    2,
  )}\n`;
