import { z } from 'zod';
import { type Tool, ToolError } from './tool.ts';

const input = z.object({
  time_zone: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .describe('An IANA name such as "Europe/Berlin", "America/New_York" or "UTC".'),
});

const output = z.object({
  time_zone: z.string(),
  /** The clock on the wall there: a date and time without an offset. */
  local: z.string(),
  utc_offset: z.string(),
  weekday: z.string(),
  utc: z.string(),
});

const SUGGESTIONS = 5;

/** Zones whose city or region has the word in it: people say "Berlin" for "Europe/Berlin". */
function zonesLike(word: string): string[] {
  const wanted = word.toLowerCase().replaceAll(/[\s-]+/g, '_');
  return Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .slice(0, SUGGESTIONS);
}

function unknownZone(zone: string): ToolError {
  const similar = zonesLike(zone);
  const hint = similar.length > 0 ? `Did you mean ${similar.map((one) => `"${one}"`).join(' or ')}? ` : '';
  return new ToolError(
    `There is no time zone "${zone}". ${hint}` +
      'A zone is named Region/City, such as "Europe/Berlin", "America/New_York" or "Asia/Tokyo", or it is "UTC".',
  );
}

function formatIn(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      weekday: 'long',
      timeZoneName: 'longOffset',
    });
  } catch {
    throw unknownZone(zone);
  }
}

/** The zone's name in its usual letters. Where Intl knows it under another name, the one that was asked for stays. */
function usualName(asked: string, format: Intl.DateTimeFormat): string {
  const known = format.resolvedOptions().timeZone;
  return known.toLowerCase() === asked.toLowerCase() ? known : asked;
}

/** What the clock shows in a zone at a moment. */
function clockIn(zone: string, moment: Date): z.infer<typeof output> {
  const format = formatIn(zone);
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return {
    time_zone: usualName(zone, format),
    local: `${date}T${part('hour')}:${part('minute')}:${part('second')}`,
    utc_offset: part('timeZoneName').replace('GMT', '') || '+00:00',
    weekday: part('weekday'),
    utc: moment.toISOString(),
  };
}

/** The date and time now, in a zone. */
export const currentTime: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'current_time',
  description: 'Tells the current date, time and weekday in a time zone, and its offset from UTC.',
  verb: 'Checking the time',
  input,
  output,
  run: ({ time_zone: zone }, context) => clockIn(zone, new Date(context.now())),
};
