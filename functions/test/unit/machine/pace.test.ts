import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/contracts/index.ts';
import { route } from '../../../src/machine/routing.ts';
import { motherState, NOW, userMessage, world } from '../../support/factories.ts';

const at = (id: string, createdAt: number, fields = {}) =>
  ({ kind: 'message', id, message: userMessage({ createdAt, ...fields }) }) as const;
const many = (count: number, from = NOW) => Array.from({ length: count }, (_, n) => at(`m${n}`, from + n));

describe('messages of one minute', () => {
  it('as many as may be -> all go on to a turn', () => {
    const { rest, effects } = route(motherState(), many(limits.messagesPerMinute), world());
    expect(rest).toHaveLength(limits.messagesPerMinute);
    expect(effects).toEqual([]);
  });

  it('more -> the rest is refused, with one notice', () => {
    const mail = many(limits.messagesPerMinute + 3);
    const { rest, effects } = route(motherState(), mail, world());
    expect(rest).toHaveLength(limits.messagesPerMinute);
    expect(effects.map(({ type }) => type)).toEqual(['refuse', 'post', 'refuse', 'refuse']);
  });

  it('more in the same minute, later -> refused without another notice', () => {
    const sends = { sinceAt: NOW, count: limits.messagesPerMinute, noticed: true };
    const { rest, effects } = route(motherState({ sends }), [at('m', NOW + 59_999)], world());
    expect(rest).toEqual([]);
    expect(effects.map(({ type }) => type)).toEqual(['refuse']);
  });

  it('a minute later -> taken again', () => {
    const sends = { sinceAt: NOW, count: limits.messagesPerMinute + 5, noticed: true };
    expect(route(motherState({ sends }), [at('m', NOW + 60_000)], world()).rest).toHaveLength(1);
  });

  it('a stop -> is never refused for that', () => {
    const sends = { sinceAt: NOW, count: 99, noticed: true };
    const stop = at('m', NOW + 1, { content: '', stop: { kind: 'all' } });
    const { effects } = route(motherState({ sends }), [stop], world());
    expect(effects).not.toContainEqual(expect.objectContaining({ error: { code: 'too_many_messages' } }));
  });

  it.each([
    ['a stop', { stop: { kind: 'all' } }],
    ['a yes', { consent: { questionId: 'q-1', hash: 'a'.repeat(64), decision: 'yes' } }],
  ])('%s -> takes nothing from what may be said in that minute', (_, intent) => {
    const sends = { sinceAt: NOW, count: 5, noticed: false };
    const { next } = route(motherState({ sends }), [at('m', NOW + 1, { content: '', ...intent })], world());
    expect(next.sends).toEqual(sends);
  });
});
