import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits, shown, type SubAgentMessage } from '../../../src/contracts/index.ts';
import { reachedBy, resumable } from '../../../src/machine/transcript.ts';
import { saidEntry, toldEntry, toolEntry } from '../../support/factories.ts';

const brief = toldEntry();
const call = (id: string) => ({ id, name: 'calculate', arguments: '{}' });
const calls = (...ids: string[]) => saidEntry({ toolCalls: ids.map(call) });
const result = (toolCallId: string) => toolEntry({ toolCallId });
const answer = (toolCallId: string) => toldEntry({ toolCallId, answeredBy: 'user', content: '2021' });

describe('what another try goes on from', () => {
  it('nothing -> nothing', () => {
    expect(resumable([])).toEqual([]);
  });

  it('the brief alone -> the brief', () => {
    expect(resumable([brief])).toEqual([brief]);
  });

  it('a step whose calls all have results -> with it', () => {
    const whole = [brief, calls('a', 'b'), result('a'), result('b')];
    expect(resumable(whole)).toEqual(whole);
  });

  it('a call without a result -> without it; what was done in the same step stays', () => {
    expect(resumable([brief, calls('a', 'b'), result('a')])).toEqual([brief, calls('a'), result('a')]);
    expect(resumable([brief, calls('a', 'b')])).toEqual([brief]);
  });

  it('an answered question -> with the answer', () => {
    const whole = [brief, calls('ask'), answer('ask')];
    expect(resumable(whole)).toEqual(whole);
  });

  it('an unanswered question -> without it, so that it will be asked again', () => {
    const before = [brief, calls('a'), result('a')];
    expect(resumable([...before, calls('ask')])).toEqual(before);
    expect(resumable([...before, calls('b', 'ask'), result('b')])).toEqual([
      ...before,
      calls('b'),
      result('b'),
    ]);
  });

  it('last words that led nowhere -> without them', () => {
    expect(resumable([brief, saidEntry({ content: 'Done.' })])).toEqual([brief]);
  });

  it('all steps used, in a transcript that is more than half full -> nothing: it begins anew', () => {
    const full = Array.from({ length: limits.transcript / 2 + 1 }, () => brief);
    expect(reachedBy({ error: shown('too_many_steps') }, full)).toEqual([]);
    expect(reachedBy({ error: shown('too_many_steps') }, full.slice(1))).toHaveLength(full.length - 1);
    expect(reachedBy({ error: shown('model_unavailable') }, full)).toEqual(full);
  });

  it('the same, and something was done outside -> the brief, and that alone', () => {
    const paid = toolEntry({ toolCallId: 'pay', outside: true });
    const rest = Array.from({ length: limits.transcript / 2 }, () => [calls('a'), result('a')]).flat();
    const full = [brief, ...rest, calls('b', 'pay'), result('b'), paid];
    expect(reachedBy({ error: shown('too_many_steps') }, full)).toEqual([brief, calls('pay'), paid]);
  });

  it('any beginning of a transcript -> a part of it in which every call has its result', () => {
    const step = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.nat(), (steps, length) => {
        const transcript: SubAgentMessage[] = [brief];
        for (const [at, n] of steps.entries()) {
          const ids = Array.from({ length: n }, (_, k) => `${at}-${k}`);
          transcript.push(calls(...ids), ...ids.map(result));
        }
        const whole = resumable(transcript.slice(0, 1 + (length % transcript.length)));
        const given = transcript
          .slice(0, 1 + (length % transcript.length))
          .filter(({ role }) => role === 'tool');
        expect(whole.filter(({ role }) => role === 'tool')).toEqual(given);
        const open = whole.flatMap((one) =>
          one.role === 'assistant' ? one.toolCalls.map(({ id }) => id) : [],
        );
        const closed = whole.flatMap((one) => (one.role === 'tool' ? [one.toolCallId] : []));
        expect(closed).toEqual(open);
      }),
    );
  });
});
