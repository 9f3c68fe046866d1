import type { Fields, Value } from './emulators.ts';

const isTime = (name: string) => name.endsWith('At');

/** As it is stored: what the code has as milliseconds is a time. */
export function stored(value: object): Fields {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.map(([name, one]: [string, unknown]): [string, Value] => {
      if (isTime(name) && typeof one === 'number') return [name, new Date(one)];
      if (Array.isArray(one)) return [name, one.map((each: unknown) => inList(each))];
      return [name, inList(one)];
    }),
  );
}

function inList(value: unknown): Value {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  if (typeof value === 'object') return stored(value);
  throw new Error(`A document cannot hold ${typeof value}.`);
}
