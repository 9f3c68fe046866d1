import { parseJson } from '../contracts/index.ts';
import type { SendOutside } from './connection.ts';
import { AnswerLost } from './outside/failures.ts';
import { ToolError } from './tool.ts';

/** What is shorter stands in any text by chance. */
const SHORTEST = 8;

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);

/** JSON with its letters as they are: it can spell each of them as a code. Any other text as it is. */
function spelledOut(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return JSON.stringify(parseJson(text));
  } catch {
    return text;
  }
}

/** Takes some secrets out of texts, however their letters are written in JSON, and whatever case a host has made of them. */
function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((one) => one.length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(known.map(escaped).join('|'), 'giu');
  return (text) => spelledOut(text).replaceAll(pattern, '…');
}

/**
 * The same way to a server, past which what it was told does not come back: a server may say its keys again, in what it
 * answers or in the name of a host that it points to, and models and people read that.
 */
export function withoutEchoes(send: SendOutside, secrets: readonly string[]): SendOutside {
  const redact = redactor(secrets);
  return async (request) => {
    try {
      const { status, headers, body } = await send(request);
      const clean = [...headers].map(([name, value]): [string, string] => [
        name,
        redactHeader(redact, value),
      ]);
      return { status, headers: new Headers(clean), body: redact(body) };
    } catch (error) {
      if (error instanceof AnswerLost) throw new AnswerLost(redact(error.message));
      if (error instanceof ToolError) throw new ToolError(redact(error.message));
      throw error;
    }
  };
}

/** A header holds letters of Latin-1 only. */
const redactHeader = (redact: (text: string) => string, value: string): string =>
  redact(value).replaceAll('…', '...');
