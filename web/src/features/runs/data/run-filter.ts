import { run, type Run } from 'functions/contracts';

/** What of the audit is shown; what is empty leaves everything. Days are the reader's own: "2026-01-31". */
export type RunFilter = {
  readonly person: string;
  /** An agent's id, or `mother`. */
  readonly agentId: string;
  readonly outcome: string;
  readonly from: string;
  readonly to: string;
};

export const NO_FILTER: RunFilter = { person: '', agentId: '', outcome: '', from: '', to: '' };

/** A filter as a link has it. */
export const filterIn = (search: URLSearchParams): RunFilter => ({
  person: search.get('person') ?? '',
  agentId: search.get('agentId') ?? '',
  outcome: search.get('outcome') ?? '',
  from: search.get('from') ?? '',
  to: search.get('to') ?? '',
});

export const searchOf = (filter: RunFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/u;

/** Where a day begins for the reader; `plus` days later. Null: no day. */
function startOf(day: string, plus = 0): number | null {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + plus).getTime();
}

/** From the beginning of the first day to before the day after the last. */
export const dayBounds = (from: string, to: string): { from: number | null; before: number | null } => ({
  from: startOf(from),
  before: startOf(to, 1),
});

/** The day of a time, for the reader: "2026-01-31". */
export function dayOf(at: number): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

export const outcomes = run.shape.outcome.options;

export const outcomeText: Record<Run['outcome'], string> = {
  answered: 'Answered',
  delegated: 'Delegated',
  asked: 'Asked',
  finished: 'Finished',
  failed: 'Failed',
  stopped: 'Stopped',
  released: 'Handed on',
};
