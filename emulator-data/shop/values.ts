// Money and times as the shop writes them.

/** Cents as "49.00". */
export const money = (cents: number): string =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;

/** "49", "49.0" or "49.00" in cents; null: it is no amount. */
export function centsOf(text: unknown): number | null {
  const found = typeof text === 'string' || typeof text === 'number' ? String(text) : '';
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/u.exec(found) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
}

/** Where the shop is. */
const ZONE = 'Europe/Berlin';

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A moment in the shop's own time: "2026-11-17T10:42:00". */
export const localTime = (moment: number): string => clock.format(moment).replace(' ', 'T');

/** The moment at which the shop's clock shows "2026-11-17T10:42:00". */
export function momentOf(local: string): number {
  const asUtc = Date.parse(`${local}Z`);
  return asUtc - (Date.parse(`${localTime(asUtc)}Z`) - asUtc);
}

/** The same in UTC, as the shop writes that: without a Z. */
export const gmtTime = (moment: number): string => new Date(moment).toISOString().slice(0, 19);

/** The two fields that say when something was. */
export const dates = (moment: number) => ({
  date_created: localTime(moment),
  date_created_gmt: gmtTime(moment),
});
