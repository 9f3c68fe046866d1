/** Money is kept in whole millionths of a dollar. */
const MICROS = 1_000_000;

const cents = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const fine = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 6,
});

/** "$1.20"; below a cent with as many digits as it takes. */
export const dollarText = (micros: number): string =>
  (micros !== 0 && Math.abs(micros) < 10_000 ? fine : cents).format(micros / MICROS);

/** What stands in a field: "1.2"; nothing where there is no amount. */
export const dollarsOf = (micros: number | null): string => (micros === null ? '' : String(micros / MICROS));

const DOLLARS = /^\d{1,9}(?:\.\d{1,6})?$/u;

/** The amount in a field, null for none; undefined where it is not one. */
export function microsOf(dollars: string): number | null | undefined {
  const text = dollars.trim();
  if (text === '') return null;
  return DOLLARS.test(text) ? Math.round(Number(text) * MICROS) : undefined;
}

const figure = new Intl.NumberFormat('en');

export const figureText = (value: number): string => figure.format(value);
