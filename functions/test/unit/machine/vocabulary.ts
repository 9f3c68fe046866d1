import type { Task, ToolCall, UserMessage } from '../../../src/contracts/index.ts';
import type { Incoming } from '../../../src/machine/draft.ts';
import type { MotherEffect, SubAgentEffect } from '../../../src/machine/effects.ts';
import type { Answer } from '../../../src/machine/turn.ts';
import { ago, task, userMessage } from '../../support/factories.ts';

// The words in which the machine's tests are written: mail, answers of a model, and the effects of a decision.

/** A new message from the person. */
export const message = (id: string, fields: Partial<UserMessage> = {}) =>
  ({ kind: 'message', id, message: userMessage({ createdAt: ago(1), ...fields }) }) satisfies Incoming;

export const reply = (id: string, replyTo: string, content = '2021') => message(id, { replyTo, content });

export const retryOfMessage = (id: string, failedId: string) =>
  message(id, { content: '', retry: { kind: 'message', id: failedId } });

export const retryOfTask = (id: string, taskId: string) =>
  message(id, { content: '', retry: { kind: 'task', id: taskId } });

export const asked = (questionId = 'agent-1-q0', taskId = 'task-1') =>
  ({ kind: 'asked', mailId: `asked-${questionId}`, taskId, questionId }) satisfies Incoming;

export const finished = (taskId = 'task-1') =>
  ({ kind: 'finished', mailId: `finished-${taskId}`, taskId }) satisfies Incoming;

export const completedTask = (fields: Partial<Task> = {}): Task =>
  task({ status: 'completed', result: 'Lisbon has 545,796 people.', finishedAt: ago(1), ...fields });

let calls = 0;

/** A tool call; its arguments are given as an object, or as the raw text. */
export const call = (name: string, input: object | string): ToolCall => ({
  id: `call-${(calls += 1)}`,
  name,
  arguments: typeof input === 'string' ? input : JSON.stringify(input),
});

/** An answer of a model's with tool calls, and words beside them. */
export const calling = (toolCalls: readonly ToolCall[], text = ''): Exclude<Answer, { failed: unknown }> => ({
  text,
  toolCalls,
  refusal: null,
});

export const saying = (text: string) => calling([], text);

export const refusing = (refusal: string): Answer => ({ text: '', toolCalls: [], refusal });

type EffectOf<T extends MotherEffect['type']> = Extract<MotherEffect, { type: T }>;

/** The effects of one type. */
export const ofType = <T extends MotherEffect['type']>(effects: readonly MotherEffect[], type: T) =>
  effects.filter((effect): effect is EffectOf<T> => effect.type === type);

/** How the streaming message of a turn ends. */
export const closesIn = (effects: readonly MotherEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'close' ? [effect] : []));

type SubAgentEffectOf<T extends SubAgentEffect['type']> = Extract<SubAgentEffect, { type: T }>;

export const ofSubAgent = <T extends SubAgentEffect['type']>(effects: readonly SubAgentEffect[], type: T) =>
  effects.filter((effect): effect is SubAgentEffectOf<T> => effect.type === type);

/** The messages of Mother's that a decision adds or closes, as `kind: content`. */
export const wordsIn = (effects: readonly MotherEffect[]): string[] =>
  effects.flatMap((effect) =>
    effect.type === 'post' || effect.type === 'close' ? [`${effect.post.kind}: ${effect.post.content}`] : [],
  );

/** Each effect in short: what it does to which document. */
export const inShort = (effects: readonly MotherEffect[]): string[] =>
  effects.map((effect) => {
    switch (effect.type) {
      case 'post':
      case 'close':
      case 'reword':
        return `${effect.type} ${effect.id}`;
      case 'handle':
      case 'refuse':
      case 'replace_failed':
        return `${effect.type} ${effect.messageId}`;
      case 'consume':
        return `${effect.type} ${effect.mailId}`;
      case 'start_task':
        return `${effect.type} ${effect.task.taskId}`;
      case 'relay':
      case 'suggest':
      case 'answer':
      case 'consent':
      case 'correct':
        return `${effect.type} ${effect.questionId}`;
      case 'begin_task':
      case 'supersede':
      case 'end_task':
        return `${effect.type} ${effect.taskId}`;
      default:
        return effect satisfies never;
    }
  });
