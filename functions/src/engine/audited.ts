import { limits, type RunStep } from '../contracts/index.ts';
import type { MotherEffect, SubAgentEffect } from '../machine/effects.ts';
import { cut } from '../machine/memory.ts';

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
