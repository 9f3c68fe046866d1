// Places and time zones in what people write: "Berlin", "new york", "CET", "UTC+2", "Europe/Lisbon".

/** Which zone somebody means, and the words they said it in. */
export type NamedZone = { readonly zone: string; readonly words: string };

const places: Readonly<Record<string, string>> = {
  'Europe/Berlin': 'munich, hamburg, cologne, frankfurt, germany, central european (?:summer )?time',
  'Europe/London': 'england, scotland, britain, united kingdom, manchester, edinburgh',
  'Europe/Paris': 'france, lyon',
  'Europe/Madrid': 'spain, barcelona, valencia',
  'Europe/Lisbon': 'portugal, porto, lisboa',
  'Europe/Rome': 'italy, milan',
  'Europe/Zurich': 'switzerland, geneva, basel, zürich',
  'Europe/Vienna': 'austria, wien',
  'America/New_York': 'nyc, boston, washington, miami, atlanta, philadelphia, east coast, eastern time',
  'America/Chicago': 'texas, dallas, houston, central time',
  'America/Los_Angeles': 'san francisco, seattle, san diego, california, west coast, pacific time',
  'America/Toronto': 'montreal, ottawa',
  'America/Sao_Paulo': 'são paulo, rio de janeiro, brazil',
  'Asia/Kolkata': 'india, mumbai, delhi, bangalore, bengaluru, chennai, kolkata',
  'Asia/Shanghai': 'china, beijing, shenzhen',
  'Asia/Tokyo': 'japan, osaka',
  'Australia/Sydney': 'canberra',
};

/** Short names count in capitals only: "est" and "et" are words too. */
const abbreviations: Readonly<Record<string, string>> = {
  'Europe/Berlin': 'CES?T',
  'Europe/London': 'BST|UK',
  'America/New_York': 'E[SD]?T|NY',
  'America/Chicago': 'C[SD]T',
  'America/Los_Angeles': 'P[SD]?T|LA|SF',
  'Asia/Kolkata': 'IST',
  'Asia/Tokyo': 'JST',
  UTC: 'UTC|GMT',
};

/** Cities of zones whose names mean something else more often than not. */
const ambiguous = new Set(
  'casey center chatham christmas davis easter eastern knox midway nome regina reunion troll wake'.split(' '),
);

const cities = Intl.supportedValuesOf('timeZone')
  .map((zone) => ({ zone, city: (zone.split('/').at(-1) ?? '').replaceAll('_', ' ') }))
  .filter(({ zone, city }) => zone.includes('/') && city.length > 3 && !ambiguous.has(city.toLowerCase()));

const whole = (pattern: string, flags: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, flags);

const patterns: readonly { readonly zone: string; readonly pattern: RegExp }[] = [
  ...Object.entries(places).map(([zone, names]) => ({
    zone,
    pattern: whole(names.split(', ').join('|'), 'iu'),
  })),
  ...cities.map(({ zone, city }) => ({ zone, pattern: whole(city, 'iu') })),
  ...Object.entries(abbreviations).map(([zone, names]) => ({ zone, pattern: whole(names, 'u') })),
];

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** "UTC+2" is the zone Etc/GMT-2: that family counts the other way round. */
function offsetZone(text: string): NamedZone | null {
  const found = /\b(?:UTC|GMT)\s?([+-])\s?(\d{1,2})(?::?00)?\b/iu.exec(text);
  const zone = found && `Etc/GMT${found[1] === '+' ? '-' : '+'}${Number(found[2])}`;
  return zone && isZone(zone) ? { zone, words: found[0] } : null;
}

/** The first time zone or place that a text names; null if it names none. */
export function zoneIn(text: string): NamedZone | null {
  const iana = /\b[A-Za-z]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?\b/u.exec(text)?.[0];
  if (iana !== undefined && isZone(iana)) return { zone: iana, words: iana };
  const offset = offsetZone(text);
  if (offset) return offset;
  const found = patterns.flatMap(({ zone, pattern }) => {
    const match = pattern.exec(text);
    return match ? [{ zone, words: match[0], at: match.index }] : [];
  });
  const [first] = found.toSorted((a, b) => a.at - b.at || b.words.length - a.words.length);
  return first ? { zone: first.zone, words: first.words } : null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const clock = (zone: string, style: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...style });

/** What the clock in a zone shows, as if it were UTC. */
function wallClock(zone: string, moment: number): number {
  const parts = clock(zone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The moment at which the clock in a zone shows `wall`. */
function momentOf(zone: string, wall: number): number {
  const guess = wall - (wallClock(zone, wall) - wall);
  return guess + (wall - wallClock(zone, guess));
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The weekday that a text names, as Date counts them. */
function weekdayIn(text: string): number | null {
  const found = weekdays.findIndex((day) => new RegExp(`\\b${day}s?\\b`, 'iu').test(text));
  return found === -1 ? null : found;
}

export const namesDay = (text: string): boolean =>
  weekdayIn(text) !== null ||
  /\b(?:tomorrow|next week|\d{1,2}(?:st|nd|rd|th)|\d{4}-\d\d-\d\d)\b/iu.test(text);

/** 10:00 in a zone on the next day that suits: the weekday that `wish` names, else the next working day. */
export function nextMorning(zone: string, now: number, wish: string): number {
  const today = Math.floor(wallClock(zone, now) / DAY) * DAY;
  const wanted = weekdayIn(wish);
  const days = [1, 2, 3, 4, 5, 6, 7].map((ahead) => today + ahead * DAY);
  const suits = (day: number) => {
    const weekday = new Date(day).getUTCDay();
    return wanted === null ? weekday !== 0 && weekday !== 6 : weekday === wanted;
  };
  return momentOf(zone, (days.find(suits) ?? today + DAY) + 10 * HOUR);
}

export const dateIn = (zone: string, moment: number): string =>
  clock(zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(moment)
    .replace(',', '');

export const timeIn = (zone: string, moment: number): string =>
  clock(zone, { hour: '2-digit', minute: '2-digit' }).format(moment);
