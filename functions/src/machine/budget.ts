import type { ActorState, Amount, BudgetLimits, Price } from '../contracts/index.ts';

// A tenant's month is bounded by one document that nobody writes for every call: an actor draws an allotment from it,
// reserves from that what a call may cost at most before it is made, and settles it after; what is left when it rests goes
// back. What was reserved by a process that is gone counts as spent.

/** What an actor has drawn of a month and not used yet. */
export type Allotment = Readonly<NonNullable<ActorState['allotment']>>;

/** What one call may use at most. */
export type Need = Amount;

const NOTHING: Amount = { tokens: 0, micros: 0 };

export const plus = (a: Amount, b: Amount): Amount => ({
  tokens: a.tokens + b.tokens,
  micros: a.micros + b.micros,
});

const minus = (a: Amount, b: Amount): Amount => ({
  tokens: a.tokens - b.tokens,
  micros: a.micros - b.micros,
});

/** The month of a time, UTC: 2026-01. */
export const periodOf = (now: number): string => new Date(now).toISOString().slice(0, 7);

export const isBounded = ({ tokens, micros }: BudgetLimits): boolean => tokens !== null || micros !== null;

/** The most that a request of so many bytes and an answer of so many tokens can use: a token is a byte at least. */
export function needOf(bytes: number, outputTokens: number, price: Price): Need {
  const dearest = Math.max(price.input, price.cached);
  const micros = Math.ceil((bytes * dearest + outputTokens * price.output) / 1_000_000);
  return { tokens: bytes + outputTokens, micros };
}

/** What is still there for this month: an older month's rest is gone. */
const leftIn = (allotment: Allotment | null, period: string): Amount =>
  allotment?.period === period ? allotment.left : NOTHING;

/** Draws enough for so many calls at once, while a month is not nearly used up. */
const CALLS_AT_ONCE = 8;
/** An allotment is at most this part of what is left of a month. */
const PART = 20;

const isWithin = (drawn: Amount, { tokens, micros }: BudgetLimits): boolean =>
  (tokens === null || drawn.tokens <= tokens) && (micros === null || drawn.micros <= micros);

/** How much to draw for a call; null: the month does not have that much any more. */
function drawFor(lacking: Amount, need: Need, drawn: Amount, bounds: BudgetLimits): Amount | null {
  if (!isWithin(plus(drawn, lacking), bounds)) return null;
  const rest = (bound: number | null, used: number) => (bound === null ? Infinity : (bound - used) / PART);
  const ample = {
    tokens: Math.max(
      lacking.tokens,
      Math.floor(Math.min(need.tokens * CALLS_AT_ONCE, rest(bounds.tokens, drawn.tokens))),
    ),
    micros: Math.max(
      lacking.micros,
      Math.floor(Math.min(need.micros * CALLS_AT_ONCE, rest(bounds.micros, drawn.micros))),
    ),
  };
  return isWithin(plus(drawn, ample), bounds) ? ample : lacking;
}

/**
 * Reserves what a call may use. `drawn`: what the tenant's actors hold or have used of the month by now. Gives what is left
 * to the actor, and what it draws anew (nothing: the tenant's document is not touched); null where the month is used up.
 */
export function reserve(
  allotment: Allotment | null,
  period: string,
  need: Need,
  drawn: Amount,
  bounds: BudgetLimits,
): { readonly allotment: Allotment; readonly draw: Amount } | null {
  const left = leftIn(allotment, period);
  const lacking = {
    tokens: Math.max(0, need.tokens - left.tokens),
    micros: Math.max(0, need.micros - left.micros),
  };
  const draw = lacking.tokens === 0 && lacking.micros === 0 ? NOTHING : drawFor(lacking, need, drawn, bounds);
  if (!draw) return null;
  return { allotment: { period, left: minus(plus(left, draw), need), reserved: need }, draw };
}

/** Whether the actor has enough for a call without looking at the tenant's document. */
export const suffices = (allotment: Allotment | null, period: string, need: Need): boolean => {
  const left = leftIn(allotment, period);
  return left.tokens >= need.tokens && left.micros >= need.micros;
};

/** What was really used takes the place of what was reserved. */
export const settled = (allotment: Allotment | null, used: Amount): Allotment | null =>
  allotment && {
    period: allotment.period,
    left: minus(plus(allotment.left, allotment.reserved), used),
    reserved: NOTHING,
  };
