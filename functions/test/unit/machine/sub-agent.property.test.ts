import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits, type SubAgentMessage, type SubAgentState } from '../../../src/contracts/index.ts';
import { planSubAgent } from '../../../src/machine/sub-agent-plan.ts';
import type { ToolResult } from '../../../src/machine/sub-agent-state.ts';
import { declaredCalls, decideStep } from '../../../src/machine/sub-agent.ts';
import { resumable } from '../../../src/machine/transcript.ts';
import type { Answer } from '../../../src/machine/turn.ts';
import { subAgentMessages } from '../../../src/model/prompts/sub-agent.ts';
import { NOW, saidEntry, subAgentState, task, toldEntry, toolEntry } from '../../support/factories.ts';
import { call, calling, ofSubAgent, refusing, saying } from './vocabulary.ts';

const anyCall = fc
  .oneof(
    fc
      .constantFrom('Which year?', 'Which city?', 'Why?', ' ')
      .map((question) => ['ask_user', { question }] as const),
    fc.constantFrom('Done.', '').map((result) => ['finish', { result }] as const),
    fc.constantFrom<object | string>({}, '{').map((input) => ['calculate', input] as const),
    fc.constant(['fly', {}] as const),
    fc.tuple(fc.constantFrom('ask_user', 'finish'), fc.string()),
  )
  .map(([name, input]) => call(name, input));

const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.array(anyCall, { minLength: 1, maxLength: 12 }).map((calls) => calling(calls)),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'Done.').map(saying) },
  { weight: 1, arbitrary: fc.constant(refusing('No.')) },
);

const resultsOf = (answer: Answer) =>
  new Map(
    declaredCalls(answer).map(({ id, name }): [string, ToolResult] => [
      id,
      { ok: name === 'calculate', misused: name !== 'calculate', content: '4', verb: 'Calculating' },
    ]),
  );

type Life = { state: SubAgentState; transcript: SubAgentMessage[]; questions: string[]; end: string | null };

/** Lives through a task as the engine does: one step an answer, each question answered at once. */
function live(answers: readonly Answer[]): Life {
  const life: Life = { state: subAgentState(), transcript: [toldEntry()], questions: [], end: null };
  for (const answer of answers) {
    const { state, effects, again } = decideStep(life.state, answer, resultsOf(answer), NOW);
    for (const { entry } of ofSubAgent(effects, 'say')) {
      life.transcript.push(entry.role === 'assistant' ? saidEntry(entry) : toolEntry(entry));
    }
    life.state = state;
    const [asks] = ofSubAgent(effects, 'ask');
    life.end = effects.find(({ type }) => type === 'complete' || type === 'fail')?.type ?? null;
    if (asks) {
      life.questions.push(asks.questionId);
      const { toolCallId, answerIndex } = asks;
      life.transcript.push(
        toldEntry({ index: answerIndex, toolCallId, answeredBy: 'user', content: '2021' }),
      );
      const plan = planSubAgent(state, task(), { kind: 'answer' }, NOW);
      if (plan.next !== 'work') throw new Error('an answer does not wake it');
      life.state = plan.state;
    } else if (!again) {
      return life;
    }
  }
  return life;
}

describe('any answers of a model', () => {
  const answers = fc.array(anyAnswer, { minLength: 1, maxLength: limits.steps + limits.asks + 1 });

  it('-> the transcript has no gap, and its length is what the state says', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { state, transcript } = live(given);
        expect(transcript.map(({ index }) => index)).toEqual(transcript.map((_, at) => at));
        // What a failed step added last is written, and need not be counted any more.
        expect(state.phase === 'ended' || state.length === transcript.length).toBe(true);
        expect(transcript.length).toBeLessThanOrEqual(limits.transcript);
      }),
    );
  });

  it('-> every call of a message has exactly one result before the next message, but for the one that ends the task', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { transcript, end } = live(given);
        const messages = subAgentMessages(end === 'complete' ? transcript.slice(0, -1) : transcript, false);
        // What was called and what was given back, between two messages that are no results.
        const rounds: { calls: string[]; results: string[] }[] = [];
        for (const one of messages) {
          if (one.role === 'tool') rounds.at(-1)?.results.push(one.toolCallId);
          else
            rounds.push({
              calls: one.role === 'assistant' ? one.toolCalls.map(({ id }) => id) : [],
              results: [],
            });
        }
        expect(rounds.map(({ results }) => results.toSorted())).toEqual(
          rounds.map(({ calls }) => calls.toSorted()),
        );
      }),
    );
  });

  it('-> it ends after a bounded number of model calls, and each question has an id of its own', () => {
    const many = fc.array(anyAnswer, { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(many, (given) => {
        const { state, end, questions } = live(given);
        expect(state.phase).toBe('ended');
        expect(end).not.toBeNull();
        expect(state.step).toBeLessThanOrEqual(limits.steps + limits.asks);
        expect(new Set(questions).size).toBe(questions.length);
        expect(questions.length).toBeLessThanOrEqual(limits.asks);
      }),
    );
  });

  it('-> a failed task can be tried again from what a model accepts, with everything that was done', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { transcript, end } = live(given);
        fc.pre(end === 'fail');
        const again = resumable(transcript);
        expect(again[0]).toEqual(transcript[0]);
        const results = (all: typeof again) => all.filter(({ role }) => role === 'tool');
        expect(results(again)).toEqual(results(transcript));
        expect(again.at(-1)?.role).not.toBe('assistant');
      }),
    );
  });

  it('-> the same step decided twice is the same', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const decide = () => decideStep(subAgentState(), answer, resultsOf(answer), NOW);
        expect(decide()).toEqual(decide());
      }),
    );
  });
});
