import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits, type Message } from '../../../src/contracts/index.ts';
import { checkClaims, isQuoteOf, unsupported } from '../../../src/machine/evidence.ts';
import { ago, assistantMessage, userMessage } from '../../support/factories.ts';

type Case = readonly [title: string, quote: string, text: string];

describe('a quote that stands in the text', () => {
  it.each<Case>([
    ['the whole text', 'Find it in 2021.', 'Find it in 2021.'],
    ['its beginning', 'Find it', 'Find it in 2021.'],
    ['its end, with the full stop', 'in 2021.', 'Find it in 2021.'],
    ['its end, without the full stop', 'in 2021', 'Find it in 2021.'],
    ['between brackets', 'in 2021', 'Find it (in 2021).'],
    ['after the same letters inside of a word', 'art', 'Start with the art.'],
    ['a line break for a space', 'in 2021', 'Find it in\n2021.'],
    ['several spaces, tabs and a no-break space for one', 'it in 2021', 'Find it \t in\u00A02021'],
    ['spaces around the quote', '  in 2021 ', 'Find it in 2021.'],
    ['straight for curly quotation marks', '"Alice"', 'Ask for “Alice”.'],
    ['curly for straight quotation marks', '“Alice”', 'Ask for "Alice".'],
    ['straight for German quotation marks', '"Alice"', 'Frag „Alice“.'],
    ['straight for a curly apostrophe', "I can't come", 'I can’t come.'],
    ['full-width for plain digits', '2021', 'Find it in ２０２１.'],
    ['a composed for a decomposed letter', 'Zo\u00EB', 'Ask Zoe\u0308.'],
    ['a ligature for its letters', 'office', 'The o\uFB03ce is closed.'],
    ['an invisible direction mark', 'שלום עולם', '\u200Fשלום\u200F עולם'],
    ['right-to-left words', 'في باريس', 'أنا أعيش في باريس.'],
    ['letters of another alphabet', 'в Москве', 'Я живу в Москве.'],
    ['characters of a script without spaces', '東京', '私は東京に住んでいます'],
    ['a number before the word of a script without spaces', '2021', '2021年の人口'],
    ['emoji', '🎉 party', 'It is a 🎉 party!'],
    ['a word next to an emoji', 'party', 'party🎉'],
    ['letters outside of the basic plane', '𐐷𐐲𐑌', 'Say 𐐷𐐲𐑌 now'],
    ['one half of a hyphenated word', 'Luc', 'Ask Jean-Luc.'],
    ['a whole negative number', '-5', 'It is -5 degrees.'],
    ['characters that mean something in a pattern', 'a.*b (c) [d] \\ $1', 'Take a.*b (c) [d] \\ $1 as it is'],
  ])('%s -> accepted', (_, quote, text) => {
    expect(isQuoteOf(quote, text)).toBe(true);
  });
});

describe('a quote that does not stand in the text', () => {
  it.each<Case>([
    ['an altered digit', 'in 2022', 'Find it in 2021.'],
    ['a word left out', 'Find in 2021', 'Find it in 2021.'],
    ['other capitals', 'find it', 'Find it in 2021.'],
    ['empty', '', 'Find it in 2021.'],
    ['spaces only', ' \n\t ', 'Find it in 2021.'],
    ['invisible characters only', '\u200B\u200F', 'Find it in 2021.'],
    ['in an empty text', 'Find', ''],
    ['it begins inside of a word', 'art with', 'Start with this'],
    ['it ends inside of a word', 'I like pain', 'I like painting'],
    ['it is inside of a word', 'art', 'a startle'],
    ['it cuts a contraction, and so its sense', 'I can', "I can't come"],
    ['it cuts a curly contraction', 'I do', 'I don’t know'],
    ['it cuts a name with an apostrophe', 'Brien', 'Ask O’Brien'],
    ['it ends inside of a number', '202', 'Find it in 2021.'],
    ['it begins after a thousands separator', '500', 'It costs 12.500 euros'],
    ['it ends before a thousands separator', 'It costs 12', 'It costs 12,500 euros'],
    ['it ends before a decimal point', 'about 3', 'about 3.5 litres'],
    ['it cuts a date', '2026', 'on 2026-09-15'],
    ['it leaves out a minus sign', '5 degrees', 'It is -5 degrees'],
    ['it cuts letters from digits', '10', 'at 10am'],
    ['it leaves out a combining mark', 'x', 'the letter x\u0302'],
    ['it cuts a word before its vowel sign', 'हिन', 'मैं हिन्दी बोलता हूँ'],
    ['it cuts a word outside of the basic plane', '𐐲𐑌', 'Say 𐐷𐐲𐑌 now'],
    ['it is a pattern that would match', 'F.*1', 'Find it in 2021.'],
  ])('%s -> refused', (_, quote, text) => {
    expect(isQuoteOf(quote, text)).toBe(false);
  });
});

const word = fc
  .array(fc.constantFrom(...Array.from('abcdeXYZ019éßжשع東')), { minLength: 1, maxLength: 8 })
  .map((letters) => letters.join(''));
const words = fc.array(word, { minLength: 1, maxLength: 20 });
const gap = fc.constantFrom(' ', '  ', '\n', ', ', '. ', ' — ', '! ');

describe('any text', () => {
  const spoken = fc.tuple(words, gap, fc.nat(), fc.nat()).map(([all, gap, a, b]) => {
    const from = a % all.length;
    const to = from + 1 + (b % (all.length - from));
    return { text: all.join(gap), quote: all.slice(from, to).join(gap) };
  });

  it('any run of its whole words -> accepted', () => {
    fc.assert(
      fc.property(spoken, ({ text, quote }) => {
        expect(isQuoteOf(quote, text)).toBe(true);
      }),
    );
  });

  it('the same with one letter altered to one that it does not have -> refused', () => {
    fc.assert(
      fc.property(spoken, fc.nat(), ({ text, quote }, place) => {
        const letters = [...quote];
        const places = letters.flatMap((letter, at) => (/[\p{L}\p{N}]/u.test(letter) ? [at] : []));
        letters[places[place % places.length] ?? 0] = 'q';
        expect(isQuoteOf(letters.join(''), text)).toBe(false);
      }),
    );
  });

  it('any word with its first or last letter left out, where the text has no such word -> refused', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,8}$/u), (one) => {
        const text = `so ${one} it is`;
        fc.pre(!['so', 'it', 'is'].some((other) => other === one.slice(1) || other === one.slice(0, -1)));
        expect([one.slice(1), one.slice(0, -1)].filter((cut) => isQuoteOf(cut, text))).toEqual([]);
      }),
    );
  });

  it('whatever the characters -> true or false, never an error; each text is its own quote or holds no more than space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (quote, text) => {
        expect(typeof isQuoteOf(quote, text)).toBe('boolean');
        expect(isQuoteOf(text, text)).toBe(
          text
            .normalize('NFKC')
            .replaceAll(/\p{Cf}/gu, '')
            .trim() !== '',
        );
      }),
    );
  });
});

describe('the longest message', () => {
  const longest = (unit: string) => unit.repeat(limits.messageLength / unit.length);

  it.each([
    ['one letter', 'a', 'a'],
    ['half of its only word', 'a', 'a'.repeat(limits.quoteLength)],
    ['words that almost fit', 'ab ', 'ab ab ac'],
    ['digits and separators', '1.', '1.1'],
    ['apostrophes', "a'", "a'a"],
    ['combining marks', 'e\u0323', '\u0323'],
    ['what would be a costly pattern', '(a+)+$', '(a+)+b'],
  ])('%s that it does not hold as whole words -> refused', (_, unit, quote) => {
    expect(isQuoteOf(quote, `${longest(unit)}a`)).toBe(false);
  });

  it('its last word -> accepted', () => {
    expect(isQuoteOf('end', `${longest('a')} end`)).toBe(true);
  });

  it('its numbers and names -> found', () => {
    expect(unsupported(`${longest('Aa 1.')} Bob`, [longest('Aa 1.')])).toBe('bob');
  });
});

describe('an answer whose numbers and names stand in the quotes', () => {
  it.each([
    ['the quote itself', 'in 2021', 'in 2021'],
    ['a number with separators', 'It is 12,500.50.', 'about 12,500.50 euros'],
    ['a date', '2026-09-15', 'on 2026-09-15'],
    ['a time', 'At 10:30', 'maybe 10:30?'],
    ['a name at the start of a sentence', 'Alice will come.', 'I think alice comes'],
    ['a sentence that begins with a small word', 'The year is 2021', 'in 2021'],
    ['the name of a possessive', 'Alice', "It is Alice's turn"],
    ['the possessive of a name', 'Alice’s', 'It is the turn of Alice'],
    ['a name in quotation marks', 'Alice', "They call me 'Alice'"],
    ['both halves of a hyphenated name', 'Jean-Luc', 'Jean Luc'],
    ['half of a hyphenated name', 'Luc', 'Jean-Luc'],
    ['all capitals', 'NASA', 'for NASA'],
    ['other capitals', 'Lisbon', 'in LISBON'],
    ['letters with digits', 'In Q3, B2B', 'Q3 and B2B'],
    ['a capital inside of a word', 'an iPhone', 'my iPhone'],
    ['a square', '50 m²', 'It has 50 m²'],
    ['an hour written together', '10 am', 'at 10am'],
    ['contractions at the start', 'I’m from Lisbon', 'from Lisbon'],
    ['a name with an apostrophe', 'O’Brien', "Ask O'Brien"],
    ['digits of another script', '٢٠٢١', 'في ٢٠٢١'],
    ['a word of a script without capitals', 'باريس', 'في باريس'],
    ['characters of a script without spaces', '東京', '私は東京に住んでいます'],
    ['no number and no name', 'in the morning', 'early'],
    ['an address', 'It is ada@acme.com.', 'Write to Ada@ACME.com'],
    ['an address between brackets', '<ada@acme.com>', 'my mail (ada@acme.com)'],
    ['an address beside a script without spaces', 'ada@acme.com', '私はada@acme.comです'],
    ['an account', '@ada', 'I am @ada, hello'],
    ['a link', 'see https://acme.com/shop/', 'https://acme.com/shop'],
    ['a site of which is spoken', "acme.com's", 'at acme.com'],
    ['a file', 'report.pdf', 'in report.pdf!'],
    ['an abbreviation', 'some, e.g. at ten a.m.', 'in the morning'],
    ['an @ by itself', 'two @ five', 'two each'],
    ['dots between words', 'well ... maybe', 'maybe'],
    ['empty', '', 'early'],
  ])('%s -> supported', (_, answer, quote) => {
    expect(unsupported(answer, [quote])).toBeNull();
  });

  it('spread over several quotes -> supported', () => {
    expect(unsupported('Alice, 2021', ['Alice', 'in 2021'])).toBeNull();
  });
});

describe('an answer that makes something up', () => {
  it.each([
    ['another number', 'in 2022', 'in 2021', '2022'],
    ['a part of a number', '500', '12,500', '500'],
    ['more digits', '20210', '2021', '20210'],
    ['another sign', '-5', '5', '-5'],
    ['a sign left out', '5', '-5', '5'],
    ['another name', 'Bob', 'Alice', 'bob'],
    ['a name at the start of a sentence', 'Bob will come', 'will come', 'bob'],
    ['one name more', 'Alice Miller', 'Alice', 'miller'],
    ['a name that begins another', 'Ann', 'Anna', 'ann'],
    ['half of a hyphenated name', 'Jean-Paul', 'Jean-Luc', 'paul'],
    ['an acronym that is a small word in lower case', 'US', 'in Canada', 'us'],
    ['the department that is a small word', 'IT', 'in 2021', 'it'],
    ['another letter with digits', 'Q4', 'Q3', 'q4'],
    ['small letters with other digits', 'm3', 'm2', 'm3'],
    ['a name of another alphabet', 'Москва', 'Париж', 'москва'],
    ['digits of another script', '٢٠٢٢', '٢٠٢١', '٢٠٢٢'],
    ['a word of a script without capitals', 'باريس', 'لندن', 'باريس'],
    ['a character of a script without spaces', '大阪', '東京', '大'],
    ['anything, without a quote', '2021', '', '2021'],
    ['an address', 'mallory@evil.com', 'hello there', 'mallory@evil.com'],
    ['an address with another host', 'ada@evil.com', 'ada@acme.com', 'ada@evil.com'],
    ['an address at another host of the same name', 'ada@acme.com.evil', 'ada@acme.com', 'ada@acme.com.evil'],
    ['an address with more before it', 'mallory.ada@acme.com', 'ada@acme.com', 'mallory.ada@acme.com'],
    ['an address without its host', 'ada@', 'ada', 'ada'],
    ['an account', '@mallory', 'mallory', 'mallory'],
    ['a full-width address', 'mallory＠evil．com', 'hello', 'mallory@evil.com'],
    ['a link', 'https://evil.com/x', 'hello there', 'https://evil.com/x'],
    ['a link to another page', 'https://acme.com/pay', 'https://acme.com', 'https://acme.com/pay'],
    ['a link by another way', 'javascript://acme.com', 'https://acme.com', 'javascript://acme.com'],
    ['a link without dots', 'http://evil', 'hello', 'http://evil'],
    ['a site', 'go to evil.com', 'go to it', 'evil.com'],
    ['a site with the dot of another script', 'evil。com', 'hello', 'evil。com'],
    ['a site that ends in a digit before its dot', 'a1.com', 'in a1', 'a1.com'],
    ['a short site', 't.co', 'hello', 't.co'],
    ['a path', 'etc/passwd', 'hello', 'etc/passwd'],
    [
      'an address after a comma',
      'ada@acme.com,mallory@evil.com',
      'ada@acme.com',
      'ada@acme.com,mallory@evil.com',
    ],
  ])('%s -> names it', (_, answer, quote, made) => {
    const found = unsupported(answer, [quote]);
    expect(found).toBe(made);
  });

  it('no quotes at all -> its first number or name', () => {
    expect(unsupported('Alice, 2021', [])).toBe('alice');
  });

  it('whatever the text -> it supports itself, whole and beside others', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, other) => {
        expect(unsupported(text, [text])).toBeNull();
        expect(unsupported(other, [text, other])).toBeNull();
      }),
    );
  });

  it('any whole words of a quote -> supported', () => {
    fc.assert(
      fc.property(words, fc.nat(), (all, at) => {
        expect(unsupported(all[at % all.length] ?? '', [all.join(' ')])).toBeNull();
      }),
    );
  });
});

describe('claims', () => {
  const messages: ReadonlyMap<string, Message> = new Map<string, Message>([
    ['hers', assistantMessage({ content: 'in 2021' })],
    ['his', userMessage({ content: 'Find it in 2021.', createdAt: ago(5) })],
  ]);
  const check = (...claims: { message_id: string; quote: string }[]) => checkClaims(claims, messages);

  it('a quote from the person’s message -> evidence with the time at which it was said', () => {
    expect(check({ message_id: 'his', quote: 'in 2021' })).toEqual({
      ok: true,
      evidence: [{ messageId: 'his', quote: 'in 2021', saidAt: ago(5) }],
    });
  });

  it('no claim -> refused', () => {
    expect(check()).toMatchObject({ ok: false });
  });

  it('a message that is not in this chat -> refused, and named', () => {
    expect(check({ message_id: 'theirs', quote: 'in 2021' })).toEqual({
      ok: false,
      reason: 'there is no message theirs in this chat',
    });
  });

  it('a message of Mother’s, though the words stand in it -> refused', () => {
    expect(check({ message_id: 'hers', quote: 'in 2021' })).toMatchObject({ ok: false });
  });

  it('an altered quote -> refused', () => {
    expect(check({ message_id: 'his', quote: 'in 2022' })).toMatchObject({ ok: false });
  });

  it('an empty quote -> refused', () => {
    expect(check({ message_id: 'his', quote: '' })).toMatchObject({ ok: false });
  });

  it('one claim of two is wrong -> refused as a whole', () => {
    const good = { message_id: 'his', quote: 'in 2021' };
    expect(check(good, { message_id: 'his', quote: 'in 2022' })).toMatchObject({ ok: false });
    expect(check(good, good)).toMatchObject({ ok: true });
  });

  it('whatever is claimed -> an answer, never an error', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), (message_id, quote) => {
        expect(check({ message_id, quote }).ok).toBeTypeOf('boolean');
      }),
    );
  });
});
