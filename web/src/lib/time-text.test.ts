import { expect, test } from 'vitest';
import { dayName, duration, timeAndDay } from './time-text.ts';

test('durations are short and never negative, since clocks differ', () => {
  expect(duration(-5_000)).toBe('0 s');
  expect(duration(8_900)).toBe('8 s');
  expect(duration(125_000)).toBe('2 min 05 s');
  expect(duration(3_840_000)).toBe('1 h 04 min');
});
test('days are named as people do', () => {
  const noon = new Date(2026, 2, 12, 12).getTime();
  expect(dayName(noon, noon)).toBe('Today');
  expect(dayName(new Date(2026, 2, 11, 23, 59).getTime(), noon)).toBe('Yesterday');
  expect(dayName(new Date(2026, 2, 2, 12).getTime(), noon)).toBe('Monday 2 March');
  expect(dayName(new Date(2025, 2, 3, 12).getTime(), noon)).toBe('Monday 3 March 2025');
});
test('a time has its day where that is not today', () => {
  const noon = new Date(2026, 2, 12, 12).getTime();
  const at = (day: number) => timeAndDay(new Date(2026, 2, day, 10, 42).getTime(), noon);
  expect([at(12), at(11), at(2)]).toEqual(['10:42', '10:42 yesterday', '10:42 on Monday 2 March']);
});
