import { isFinal, type SubAgentState, type Task } from '../contracts/index.ts';
import type { SubAgentEffect } from './effects.ts';
import { withConsent } from './consent.ts';
import { ended, paused, undone } from './sub-agent-state.ts';

/** What a sub-agent finds when it is woken. */
export type SubAgentPlan =
  /** It waits, is queued, or has ended: nothing to do. */
  | { readonly next: 'rest' }
  /** Its task was ended by somebody else: it stops. */
  | { readonly next: 'stop'; readonly state: SubAgentState }
  /** Its question was not answered in time. */
  | { readonly next: 'expire'; readonly state: SubAgentState; readonly effects: readonly SubAgentEffect[] }
  /** It owes a model call. */
  | { readonly next: 'work'; readonly state: SubAgentState };

/** What a waiting sub-agent hears: its answer, or the yes or no to its call, given at `at`. */
export type Heard =
  | { readonly kind: 'answer' }
  | { readonly kind: 'consent'; readonly decision: 'yes' | 'no'; readonly hash: string; readonly at: number };

/** The transcript index at which a waiting sub-agent gets its answer. */
export const answerIndexOf = (state: SubAgentState): number => state.length;

/** Where a sub-agent stands when it is woken, at time `now`. `heard`: what it waits for is there. */
export function planSubAgent(
  state: SubAgentState,
  task: Task,
  heard: Heard | null,
  now: number,
): SubAgentPlan {
  if (state.phase === 'ended') return { next: 'rest' };
  if (isFinal(task.status)) return { next: 'stop', state: ended(state) };
  if (task.status === 'queued') return { next: 'rest' };
  if (state.phase === 'running') {
    const backingOff = state.dueAt !== null && state.dueAt > now;
    return backingOff ? { next: 'rest' } : { next: 'work', state: atWork(state, now) };
  }
  if (heard) return { next: 'work', state: goingOn({ ...atWork(state, now), dueAt: null }, heard) };
  if (state.dueAt === null || state.dueAt > now) return { next: 'rest' };
  const failed = undone(state, 'question_expired', { expired: task.questionId });
  return { next: 'expire', state: failed.state, effects: failed.effects };
}

/** An owner that died has worked until its lease ran out, at most; how long nobody was there is not the agent's. */
function atWork(state: SubAgentState, now: number): SubAgentState {
  const { leaseEndsAt } = state;
  const rested = leaseEndsAt !== null && leaseEndsAt < now ? paused(state, leaseEndsAt) : state;
  return { ...rested, phase: 'running', workingSinceAt: rested.workingSinceAt ?? now };
}

/** With what it waited for: an answer is the next entry of its transcript; a yes or no is for the call that it decided on. */
function goingOn(state: SubAgentState, heard: Heard): SubAgentState {
  if (heard.kind === 'answer') {
    const index = answerIndexOf(state);
    return { ...state, heeding: index, length: index + 1 };
  }
  return withConsent(state, heard);
}
