import { limits } from 'functions/contracts';

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Cuts at a number of UTF-16 units, as the rules count, and never through the middle of a character. */
export function cut(text: string, units: number): string {
  if (text.length <= units) return text;
  const end = isHighSurrogate(text.charCodeAt(units - 1)) ? units - 1 : units;
  return text.slice(0, end);
}

/** A chat is titled from its first message: on one line, at most as long as a title may be, and it shows that it goes on. */
export function titleFrom(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  return line.length <= limits.titleLength ? line : `${cut(line, limits.titleLength - 1).trimEnd()}…`;
}
