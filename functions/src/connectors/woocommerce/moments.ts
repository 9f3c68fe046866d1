import { z } from 'zod';

const CLOCK = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A time as WooCommerce writes it: without a zone. */
export const clockTime = z.string().regex(CLOCK);

/** A pair of the same moment, by the shop's clock and in UTC. */
export const created = { date_created: clockTime, date_created_gmt: clockTime };

/** A moment with the shop's own offset: "2026-11-17T10:42:00+01:00". Both without a zone, as the shop gives them. */
export function moment(local: string, gmt: string): string {
  const minutes = Math.round((Date.parse(`${local}Z`) - Date.parse(`${gmt}Z`)) / MINUTE);
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A day of the shop's calendar: 2026-01-31. */
export const day = z.iso.date();

const shifted = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** What asks a shop for what happened from one day to another, both included, by its own clock. */
export const within = (from: string | undefined, to: string | undefined): Record<string, string> => ({
  ...(from !== undefined && { after: `${shifted(from, -1)}T23:59:59` }),
  ...(to !== undefined && { before: `${shifted(to, 1)}T00:00:00` }),
});

/** The last moment of a day. */
export const endOf = (date: string): string => `${date}T23:59:59`;
