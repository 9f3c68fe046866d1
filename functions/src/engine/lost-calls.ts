import type { ActorRef, SubAgentState, ToolCall } from '../contracts/index.ts';
import type { Write } from '../store/port.ts';
import type { Engine } from './engine.ts';
import { Recorder } from './recorder.ts';

/** The calls that were made and whose answers were lost with their process; those that came back are on record already. */
const lostCalls = ({ intent }: SubAgentState): readonly ToolCall[] =>
  intent?.answer.toolCalls.filter(({ id }) =>
    intent.calls.some((one) => one.id === id && one.status === 'started'),
  ) ?? [];

/** What was sent and will not be looked up any more is on record as unknown. */
export function noteLost(engine: Engine, recorder: Recorder, state: SubAgentState): void {
  for (const call of lostCalls(state)) {
    recorder.toolCall(call, { ok: false, unknown: true, content: '' }, 0);
    engine.log.write('effect_unknown', { tool: call.name });
  }
}

/**
 * The record of such calls, in a run of its own, an epoch further: the run of the process that made them stays as it is.
 * Nothing where there are none.
 */
export function recordOfLost(engine: Engine, ref: ActorRef, state: SubAgentState): Write[] {
  if (lostCalls(state).length === 0) return [];
  const recorder = new Recorder(engine.now(), byAgent(state));
  noteLost(engine, recorder, state);
  const { tenantId, taskId } = state;
  const run = { tenantId, epoch: state.epoch + 1, mail: [taskId], outcome: 'stopped', error: null } as const;
  return [recorder.write(ref, { ...run, now: engine.now() })];
}

/** Whose run it is. */
export const byAgent = ({ agentId, name, agentVersion }: SubAgentState) => ({
  agentId,
  agentName: name,
  agentVersion,
});
