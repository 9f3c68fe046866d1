/**
 * Parses JSON text. Half of a surrogate pair, which JSON can spell and no database stores, becomes a replacement character.
 * @throws SyntaxError, or RangeError where it is nested too deeply.
 */
export const parseJson = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));
