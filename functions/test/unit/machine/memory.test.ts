import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyMemory, limits, type Excerpt, type Memory } from '../../../src/contracts/index.ts';
import { cut, note, recall } from '../../../src/machine/memory.ts';
import { ago, evidence, excerpt, fact } from '../../support/factories.ts';

const recallAll = (texts: readonly string[], memory: Memory = emptyMemory) =>
  texts.reduce((kept, text, at) => recall(kept, [excerpt({ id: `m${at}`, text })]), memory);

const charactersOf = (recent: readonly Excerpt[]) => recent.reduce((sum, { text }) => sum + text.length, 0);

/** Half of a character that takes two UTF-16 units. */
const half = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe('cutting a text', () => {
  it('a text that fits -> itself', () => {
    expect(cut('Lisbon', 6)).toBe('Lisbon');
  });

  it('a longer text -> its beginning, and a sign that it was cut, within the length', () => {
    expect(cut('Lisbon', 5)).toBe('Lisb…');
  });

  it('the cut is inside of a character -> the character is left out', () => {
    expect(cut('ab🎉cd', 4)).toBe('ab…');
    expect(cut('ab🎉cd', 5)).toBe('ab🎉…');
  });

  it('any text and length -> a beginning, never too long, never half of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        const short = cut(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(short).not.toMatch(half);
        expect(text.startsWith(short.replace(/…$/u, ''))).toBe(true);
      }),
    );
  });
});

describe('recalling messages', () => {
  it('a message -> the newest', () => {
    const [one, two] = [excerpt({ id: 'm1' }), excerpt({ id: 'm2' })];
    expect(recall({ ...emptyMemory, recent: [one] }, [two]).recent).toEqual([one, two]);
  });

  it('one message more than it holds -> the oldest is forgotten', () => {
    const texts = Array.from({ length: limits.recentMessages + 1 }, (_, at) => `${at}`);
    expect(recallAll(texts).recent.map(({ text }) => text)).toEqual(texts.slice(1));
  });

  it('a long message -> an excerpt of it', () => {
    const [one] = recallAll(['x'.repeat(limits.messageLength)]).recent;
    expect(one?.text.length).toBe(2_000);
    expect(one?.text.endsWith('…')).toBe(true);
  });

  it('many long messages -> fewer of them', () => {
    const { recent } = recallAll(Array.from({ length: 20 }, () => 'x'.repeat(2_000)));
    expect(recent).toHaveLength(12);
    expect(charactersOf(recent)).toBe(limits.recentCharacters);
  });

  it('a message that it has -> replaced, not held twice', () => {
    const { recent } = recall(recallAll(['a', 'b']), [excerpt({ id: 'm0', text: 'c' })]);
    expect(recent.map(({ text }) => text)).toEqual(['b', 'c']);
  });

  it('nothing new -> the same', () => {
    const memory = recallAll(['a', 'b']);
    expect(recall(memory, [])).toEqual(memory);
  });

  it('facts -> stay', () => {
    expect(recall({ ...emptyMemory, facts: [fact()] }, [excerpt()]).facts).toEqual([fact()]);
  });

  it('any messages -> within its bounds; what is left is the newest, in order; whole characters', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 0, max: 20_000 }).map((n) => `🎉${'x🎉'.repeat(n / 3)}`),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
        const { recent } = recallAll(texts);
        expect(recent.length).toBeLessThanOrEqual(limits.recentMessages);
        expect(charactersOf(recent)).toBeLessThanOrEqual(limits.recentCharacters);
        expect(recent.map(({ id }) => id)).toEqual(
          texts.map((_, at) => `m${at}`).slice(-recent.length || Infinity),
        );
        expect(recent.filter((one) => half.test(one.text))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('noting facts', () => {
  it('a fact -> the last', () => {
    const [one, two] = [fact({ text: 'Lives in Lisbon.' }), fact({ text: 'Likes tea.' })];
    expect(note(note(emptyMemory, one), two).facts).toEqual([one, two]);
  });

  it('the same fact again, in other capitals -> once, with the newer evidence', () => {
    const again = fact({ text: 'LIVES in lisbon.', evidence: evidence({ saidAt: ago(1) }) });
    expect(note(note(emptyMemory, fact({ text: 'Lives in Lisbon.' })), again).facts).toEqual([again]);
  });

  it('one more than it holds -> the oldest is forgotten', () => {
    const facts = Array.from({ length: limits.facts + 1 }, (_, at) => fact({ text: `Fact ${at}.` }));
    expect(facts.reduce(note, emptyMemory).facts).toEqual(facts.slice(1));
  });

  it('an old fact again -> it is the newest, and nothing is forgotten', () => {
    const facts = Array.from({ length: limits.facts }, (_, at) => fact({ text: `Fact ${at}.` }));
    const noted = [...facts, fact({ text: 'Fact 0.' })].reduce(note, emptyMemory).facts;
    expect(noted.map(({ text }) => text)).toEqual(
      [...facts.slice(1), fact({ text: 'Fact 0.' })].map(({ text }) => text),
    );
  });

  it('messages -> stay', () => {
    expect(note({ ...emptyMemory, recent: [excerpt()] }, fact()).recent).toEqual([excerpt()]);
  });
});
