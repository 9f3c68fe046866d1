import { describe, expect, it } from 'vitest';
import { AnswerLost, ToolError, withoutEchoes, type SendOutside } from '../../../src/connectors/index.ts';

const KEY = 'cs_canary-/+=.1234';
const request = { method: 'GET', url: 'https://shop.example', headers: {} } as const;
const signal = new AbortController().signal;

const sending = (send: () => Promise<Awaited<ReturnType<SendOutside>>>, secrets = [KEY, 'abc']) =>
  withoutEchoes(send, secrets)({ ...request, signal });

const answering = async (body: string, headers: Record<string, string> = {}) =>
  await sending(() => Promise.resolve({ status: 200, headers: new Headers(headers), body }));

const escaped = (text: string) =>
  [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

describe('what a server says again of its keys', () => {
  it.each([
    ['as it is', `You sent ${KEY}.`, 'You sent ….'],
    ['twice', `${KEY}${KEY}`, '……'],
    ['in capitals', KEY.toUpperCase(), '…'],
    ['in JSON', JSON.stringify({ note: `the ${KEY}` }), '{"note":"the …"}'],
    ['in JSON, each letter as a code', `{"note":"${escaped(KEY)}"}`, '{"note":"…"}'],
    ['in JSON, some signs escaped', `{"${KEY.replaceAll('/', String.raw`\/`)}":[1]}`, '{"…":[1]}'],
  ])('%s -> taken out', async (_, body, expected) => {
    expect((await answering(body)).body).toBe(expected);
  });

  it('in a header -> taken out; other headers stay', async () => {
    const { headers } = await answering('', { 'x-echo': KEY, 'x-wp-total': '7' });
    expect(Object.fromEntries(headers)).toEqual({ 'x-echo': '...', 'x-wp-total': '7' });
  });

  it('what holds no key stays as it is, letter by letter', async () => {
    const body = String.raw`{"a":"\u00e9 caf\u00e9","b":1.50}`;
    expect((await answering('{"a": "abc", "b": 1.50}')).body).toBe('{"a": "abc", "b": 1.50}');
    expect((await answering('no JSON: \\u0041')).body).toBe('no JSON: \\u0041');
    expect(JSON.parse((await answering(body)).body)).toEqual(JSON.parse(body));
  });

  it('a key that is so short that it stands in any text is not looked for', async () => {
    expect((await answering('abcabc')).body).toBe('abcabc');
  });

  it.each([ToolError, AnswerLost])('in the words of a %o -> taken out, and it stays one', async (Kind) => {
    const failed: unknown = await sending(() => Promise.reject(new Kind(`No server at ${KEY}.`))).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(Kind);
    expect(failed).toMatchObject({ message: 'No server at ….' });
  });

  it('any other error is passed on', async () => {
    const error = new RangeError('a bug');
    await expect(sending(() => Promise.reject(error))).rejects.toBe(error);
  });
});
