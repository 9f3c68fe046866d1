import { limits, type ErrorCode, type Run, type RunStep } from '../contracts/index.ts';
import type { MotherEffect, SubAgentEffect } from '../machine/effects.ts';
import { cut } from '../machine/memory.ts';
import type { TurnEvent } from '../machine/turn.ts';

/** What of a decision is in the audit record: who got what to do, what was asked and allowed, who answered, and how sure. */
export const auditedOf = (effects: readonly (MotherEffect | SubAgentEffect)[]): RunStep[] =>
  effects.flatMap((effect): RunStep[] => {
    switch (effect.type) {
      case 'start_task': {
        const { taskId, agent, title } = effect.task;
        return [{ kind: 'delegated', taskId, agentId: agent.id, agentVersion: agent.version, title }];
      }
      case 'ask':
        return [
          { kind: 'asked', questionId: effect.questionId, text: cut(effect.text, limits.questionLength) },
        ];
      case 'ask_consent':
        return [{ kind: 'asked', questionId: effect.questionId, text: effect.request.summary }];
      case 'answer': {
        const { questionId, answeredBy, confidence } = effect;
        return [{ kind: 'answered', questionId, answeredBy, confidence }];
      }
      case 'consent': {
        const { questionId, question, decision } = effect;
        return question.consent
          ? [{ kind: 'consent', questionId, tool: question.consent.tool, decision }]
          : [];
      }
      default:
        return [];
    }
  });

/** The person's messages that are dealt with by it. */
export const handledBy = (effects: readonly MotherEffect[]): string[] =>
  effects.flatMap((effect) => (effect.type === 'handle' ? effect.messageId : []));

/** What a run of Mother's came to. */
export function outcomeOf(
  events: readonly TurnEvent[],
  effects: readonly MotherEffect[],
  error: ErrorCode | null,
): Run['outcome'] {
  if (events.some((one) => 'stopped' in one)) return 'stopped';
  if (error !== null) return 'failed';
  return effects.some(({ type }) => type === 'start_task') ? 'delegated' : 'answered';
}

/** Why a step of a sub-agent's failed its task, if it did. */
export const errorOf = (effects: readonly SubAgentEffect[]): ErrorCode | null =>
  effects.find((effect) => effect.type === 'fail')?.error.code ?? null;

/** What a step of a sub-agent's came to. */
export function stepOutcomeOf(effects: readonly SubAgentEffect[]): Run['outcome'] {
  const types = new Set(effects.map(({ type }) => type));
  if (types.has('fail')) return 'failed';
  if (types.has('cancel')) return 'stopped';
  if (types.has('ask') || types.has('ask_consent')) return 'asked';
  return types.has('complete') ? 'finished' : 'released';
}
