import { limits, type SubAgentState } from '../contracts/index.ts';

/** A yes or no of a person's, as its question keeps it. */
type Given = { readonly decision: 'yes' | 'no'; readonly hash: string; readonly at: number };

/** What the model is told of a call that a person did not allow. */
const DECLINED =
  'The person did not allow this, and nothing was done. Do not call it again unless they ask for it.';

/** A sub-agent with what the person said to its call: allowed for a while, or done with a no for an answer. */
export function withConsent(state: SubAgentState, { decision, hash, at }: Given): SubAgentState {
  const { consent, intent } = state;
  if (!consent || !intent) return state;
  const id = consent.callId;
  const call =
    decision === 'yes'
      ? { id, status: 'allowed' as const, hash, until: at + limits.consentMs }
      : { id, status: 'done' as const, ok: false, content: DECLINED, why: 'declined' as const };
  return { ...state, consent: null, intent: { ...intent, calls: [...intent.calls, call] } };
}

/** Whether a yes that was given covers this call now: the same to the letter, and not too long ago. */
export const isAllowed = (state: SubAgentState, callId: string, hash: string, now: number): boolean =>
  state.intent?.calls.some(
    (call) => call.id === callId && call.status === 'allowed' && call.hash === hash && call.until >= now,
  ) ?? false;
