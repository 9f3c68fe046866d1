import { describe, expect, it } from 'vitest';
import { currentTime } from '../../../src/connectors/current-time.ts';
import { runTool } from '../../../src/connectors/index.ts';
import { noConnection } from '../../support/no-connection.ts';
import { realTimer } from '../../support/real-timer.ts';

const clock = (utc: string) => ({
  now: () => Date.parse(utc),
  after: realTimer,
  connection: noConnection,
  signal: new AbortController().signal,
  key: 'k',
});
const call = (input: unknown) => ({ name: 'current_time', arguments: JSON.stringify(input) });

async function ask(zone: string, utc = '2026-03-29T00:30:00Z'): Promise<unknown> {
  const result = await runTool([currentTime], call({ time_zone: zone }), clock(utc));
  return result.ok ? JSON.parse(result.content) : result.content;
}

describe('current_time', () => {
  it('tells local time, offset, weekday and UTC by the clock that it is given', async () => {
    expect(await ask('Europe/Berlin')).toEqual({
      time_zone: 'Europe/Berlin',
      local: '2026-03-29T01:30:00',
      utc_offset: '+01:00',
      weekday: 'Sunday',
      utc: '2026-03-29T00:30:00.000Z',
    });
  });

  it('knows that the clocks have gone forward', async () => {
    expect(await ask('Europe/Berlin', '2026-03-29T01:00:00Z')).toMatchObject({
      local: '2026-03-29T03:00:00',
      utc_offset: '+02:00',
    });
  });

  it('gives the date that it is there', async () => {
    expect(await ask('America/New_York')).toMatchObject({
      local: '2026-03-28T20:30:00',
      weekday: 'Saturday',
    });
  });

  it('midnight is hour 00', async () => {
    expect(await ask('UTC', '2026-01-01T00:00:00Z')).toMatchObject({ local: '2026-01-01T00:00:00' });
  });

  it.each([
    ['UTC', 'UTC', '+00:00'],
    ['utc', 'UTC', '+00:00'],
    [' europe/berlin ', 'Europe/Berlin', '+01:00'],
    ['Asia/Kolkata', 'Asia/Kolkata', '+05:30'],
    ['Asia/Kathmandu', 'Asia/Kathmandu', '+05:45'],
    ['America/St_Johns', 'America/St_Johns', '-02:30'],
    ['EST', 'EST', '-05:00'],
    ['+02:00', '+02:00', '+02:00'],
  ])('the zone %j is %s, at %s', async (asked, zone, offset) => {
    expect(await ask(asked)).toMatchObject({ time_zone: zone, utc_offset: offset });
  });

  it('an unknown zone -> how to name one', async () => {
    expect(await ask('Mars/Phobos')).toMatch(/no time zone "Mars\/Phobos".*Region\/City.*"Europe\/Berlin"/);
  });

  it.each([
    ['Berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
  ])('only a city, %s -> suggests %s', async (city, zone) => {
    expect(await ask(city)).toContain(`Did you mean "${zone}"?`);
  });

  it('an empty zone, and one of another type, are refused', async () => {
    expect(await ask(' ')).toMatch(/time_zone/);
    expect((await runTool([currentTime], call({ time_zone: 1 }), clock('2026-01-01T00:00:00Z'))).ok).toBe(
      false,
    );
  });
});
