import { call, type Call } from './answer.ts';
import { isStageDirection } from './check.ts';
import { rateIn, withoutRate } from './amounts.ts';
import { orderIn } from './orders.ts';
import type { MotherRequest } from './request.ts';
import { capitalised, list, onOneLine, sentencesOf } from './text.ts';

// Work for the agents: what the person wants done, and by whom.

/** "Plan a call", but neither "the plan" nor "plan it for Friday", which says more about a plan that there is. */
const verb = (verbs: string) =>
  new RegExp(
    `(?<!\\b(?:the|a|an|my|your|our|this|that|to do)\\s)\\b(?:${verbs})\\s+(?!(?:it|that|this|them|is|for|in|on|at)\\b)[\\p{L}\\d]`,
    'iu',
  );

/** Asked so, nobody needs to think about it: an agent without a model reads it. */
const statusWish = /\border status\b|\bstatus of (?:(?:my|the|an|our)\s+)?order\b/iu;

const wishes = [
  { agent: 'Planner', means: [verb('plan|schedule|arrange|organi[sz]e|set up|book')] },
  {
    agent: 'Estimator',
    means: [
      verb('estimate|calculate'),
      /\b(?:estimate|quote|price) (?:for|of)\b/iu,
      /\b(?:how much|what) (?:will|would|does|do|is)\b.*\bcosts?\b/iu,
    ],
  },
  { agent: 'Writer', means: [verb('write|draft|compose')] },
  { agent: 'Order status', means: [statusWish] },
  {
    agent: 'Shop assistant',
    means: [
      /\border\s+(?:number\s+|no\.?\s*)?#?\d/iu,
      /\bwhere (?:is|are) (?:my|the|our|their|an) (?:orders?|parcels?)\b/iu,
      /\brefund (?:it|them|(?:the|an|my) order)\b/iu,
      /\b(?:check|is|are|does|can)\b.*\b(?:code|coupon|voucher)\s+["“'*]*[\p{L}\p{N}]/iu,
    ],
  },
];

type Wish = { readonly agent: string; readonly at: number };

function wishesIn(text: string): Wish[] {
  return wishes
    .flatMap(({ agent, means }) => {
      const found = means.map((one) => text.search(one)).filter((at) => at !== -1);
      return found.length === 0 ? [] : [{ agent, at: Math.min(...found) }];
    })
    .toSorted((a, b) => a.at - b.at)
    .filter(
      ({ agent }, _, all) => agent !== 'Shop assistant' || !all.some((one) => one.agent === 'Order status'),
    );
}

/** Whether a message asks for work of an agent's. */
export const asksForWork = (text: string): boolean => wishesIn(text).length > 0;

/** The estimator is not told the rate, so that it asks, and Mother shows that she knows. */
const withoutPrice = (text: string): string => {
  const kept = sentencesOf(text).filter(
    (one) => asksForWork(one) || (!isStageDirection(one) && rateIn(one) === null),
  );
  return withoutRate(kept.join(' ')).trim() || 'Estimate the work.';
};

type Job = {
  readonly agent: string;
  readonly goal: string;
  readonly context: Readonly<Record<string, unknown>> | null;
};

/** An agent without a model is told its input, as far as it was said. */
function contextFor(agent: string, text: string, whole: string): Job['context'] {
  const order = orderIn(text);
  if (agent === 'Order status') return order === null ? null : { order };
  return text === whole || agent === 'Estimator' ? null : { request: whole };
}

const goalFor = (agent: string, text: string) =>
  capitalised(agent === 'Estimator' ? withoutPrice(text) : text.trim());

/** What each agent is to do. Of a message for several of them each gets its part, and the whole to read up on. */
function jobsIn(text: string): Job[] {
  const found = wishesIn(text);
  if (found.length < 2)
    return found.map(({ agent }) => ({
      agent,
      goal: goalFor(agent, text),
      context: contextFor(agent, text, text),
    }));
  return found.map(({ agent, at }, position) => {
    const part = text
      .slice(at, found[position + 1]?.at)
      .replace(/[\s,;]*(?:\b(?:and|then|also|please)\b[\s,;]*)*$/iu, '');
    return { agent, goal: goalFor(agent, part), context: contextFor(agent, part, text) };
  });
}

export type Delegated = { readonly text: string; readonly calls: readonly Call[] };

const switchedOff = 'Agents are switched off here, so I cannot hand this on.';
const missing = (agent: string) => `There is no agent called ${agent} here, so I cannot hand this on.`;

/** Delegates what a message asks for; null if it asks for nothing of the kind. */
export function delegate({ agents }: MotherRequest, text: string): Delegated | null {
  const jobs = jobsIn(text);
  if (jobs.length === 0) return null;
  if (agents.length === 0) return { text: switchedOff, calls: [] };
  const known = jobs.map((job) => ({ ...job, id: agents.find(({ name }) => name === job.agent)?.agent_id }));
  const lines = known.map(({ agent, goal, id }) => {
    const task = `“${onOneLine(goal, 120).replace(/[.!?]+$/u, '')}”`;
    return id === undefined ? missing(agent) : `I’ve asked **${agent}** to work on ${task}.`;
  });
  return {
    text: lines.length === 1 ? lines.join('') : list(lines),
    calls: known.flatMap(({ id, goal, context }) =>
      id === undefined
        ? []
        : call('delegate_to_agent', { agent_id: id, message: goal, ...(context && { context }) }),
    ),
  };
}
