import { describe, expect, it } from 'vitest';
import { attemptOf, normalised } from '../../../src/machine/repeats.ts';

const asked = (...texts: string[]) =>
  texts.map((text, at) => ({ questionId: `q${at}`, text, attempt: at === 0 ? 1 : 2 }));

describe('two wordings of one question', () => {
  it.each([
    ['the same', 'Which year?', 'Which year?'],
    ['other capitals', 'Which year?', 'WHICH YEAR?'],
    ['other punctuation', 'Which year?', '“Which — year”…'],
    ['none at all', 'Which year?', 'Which year'],
    ['other spaces', 'Which year?', '  Which\n\tyear ?'],
    ['full-width letters', 'Which year?', 'Ｗｈｉｃｈ year?'],
    ['a decomposed letter', 'Où\u00A0?', 'Ou\u0300 ?'],
    ['a right-to-left question', 'أي سنة؟', 'أي سنة'],
  ])('%s -> equal', (_, one, other) => {
    expect(normalised(one)).toBe(normalised(other));
  });

  it.each([
    ['another word', 'Which year?', 'Which month?'],
    ['one word more', 'Which year?', 'Which year exactly?'],
    ['another number', 'Is it 2021?', 'Is it 2022?'],
    ['a separator in a number', 'Is it 1.5?', 'Is it 15?'],
    ['words written together', 'any one?', 'anyone?'],
    ['another vowel sign', 'कि?', 'की?'],
    ['another tone mark', 'ไกล?', 'ใกล้?'],
    ['another currency', 'How much in €?', 'How much in $?'],
    ['another emoji and nothing else', '📅?', '📍?'],
  ])('%s -> different', (_, one, other) => {
    expect(normalised(one)).not.toBe(normalised(other));
  });
});

describe('the ladder', () => {
  it('the first question of a task -> attempt 1', () => {
    expect(attemptOf('Which year?', [])).toEqual({ attempt: 1, repeats: null });
  });

  it('another question -> attempt 1', () => {
    expect(attemptOf('Which month?', asked('Which year?'))).toEqual({ attempt: 1, repeats: null });
  });

  it('the same question -> attempt 2, and which it repeats', () => {
    expect(attemptOf('which year', asked('Which year?'))).toEqual({ attempt: 2, repeats: 'q0' });
  });

  it('once more -> attempt 3, of the newest', () => {
    expect(attemptOf('Which year?', asked('Which year?', 'which year'))).toEqual({
      attempt: 3,
      repeats: 'q1',
    });
  });

  it('others between -> still a repetition', () => {
    const before = [
      { questionId: 'q0', text: 'Which year?', attempt: 1 },
      { questionId: 'q1', text: 'Which month?', attempt: 1 },
    ];
    expect(attemptOf('Which year?', before)).toEqual({ attempt: 2, repeats: 'q0' });
  });
});
