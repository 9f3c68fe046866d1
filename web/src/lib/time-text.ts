const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/** "10:42" */
export const timeOfDay = (at: number): string => clock.format(at);

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
const DAY_MS = 24 * 3_600_000;

/** "Today", "Yesterday", or the day's name. */
export function dayName(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const year = new Date(at).getFullYear();
  return year === new Date(now).getFullYear() ? day.format(at) : `${day.format(at)} ${year}`;
}

/** "10:42", "10:42 yesterday", "10:42 on Monday 2 March" */
export function timeAndDay(at: number, now: number): string {
  const name = dayName(at, now);
  if (name === 'Today') return timeOfDay(at);
  return `${timeOfDay(at)} ${name === 'Yesterday' ? 'yesterday' : `on ${name}`}`;
}

export const sameDay = (a: number, b: number): boolean => startOfDay(a) === startOfDay(b);

/** "8 s", "2 min 05 s", "1 h 04 min": how long something took or takes. Clocks may differ, so never below zero. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
