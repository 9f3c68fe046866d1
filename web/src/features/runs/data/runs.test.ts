import { type Member, noUsage, type Run, SCHEMA_VERSION } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { dayBounds, dayOf, filterIn, NO_FILTER, searchOf } from './run-filter.ts';
import { costByAgent, costByDay, costByPerson, totalOf } from './run-sums.ts';
import { nameIn, PEOPLE } from './people.ts';
import { cell, runsCsv, runsJson } from './run-export.ts';

const some = (id: string, fields: Partial<Run> = {}): Parsed<Run> => ({
  id,
  ok: true,
  pending: false,
  data: {
    schemaVersion: SCHEMA_VERSION,
    tenantId: 't',
    uid: 'alice',
    chatId: 'c',
    actorId: 'mother',
    agentId: '',
    agentName: 'Mother',
    agentVersion: null,
    epoch: 1,
    mail: [],
    steps: [],
    outcome: 'answered',
    error: null,
    feedback: null,
    usage: noUsage,
    costMicros: 0,
    ms: 5,
    createdAt: new Date(2026, 0, 31, 12).getTime(),
    ...fields,
  },
});

describe('the filter of the audit', () => {
  test('goes into a link and comes back', () => {
    const filter = { ...NO_FILTER, person: 'alice', from: '2026-01-31' };
    expect(filterIn(new URLSearchParams(searchOf(filter)))).toEqual(filter);
    expect(searchOf(NO_FILTER)).toEqual({});
  });
  test('a range of days holds its last day, over the end of a month too', () => {
    const { from, before } = dayBounds('2026-01-31', '2026-01-31');
    const at = (hours: number) => new Date(2026, 0, 31, hours).getTime();
    expect(from).toBe(at(0));
    expect(before).toBe(new Date(2026, 1, 1).getTime());
    expect(dayOf(at(23))).toBe('2026-01-31');
  });
  test('no day, or half of one -> no bound', () => {
    expect(dayBounds('', '2026-1')).toEqual({ from: null, before: null });
  });
});

describe('what runs cost', () => {
  const later = new Date(2026, 1, 1, 12).getTime();
  const runs = [
    some('a', { costMicros: 100, createdAt: later }),
    some('b', { costMicros: 30, actorId: 'task-1', agentId: 'shop', agentName: 'Shop', uid: 'bob' }),
    some('c', { costMicros: 20, agentId: 'careful', agentName: 'Careful' }),
  ];
  test('by day in their order, by agent and person the dearest first', () => {
    expect(costByDay(runs).map(({ key, micros }) => [key, micros])).toEqual([
      ['2026-01-31', 50],
      ['2026-02-01', 100],
    ]);
    expect(costByAgent(runs).map(({ name, micros, runs }) => [name, micros, runs])).toEqual([
      ['Mother', 120, 2],
      ['Shop', 30, 1],
    ]);
    expect(costByPerson(runs, (uid) => uid.toUpperCase()).map(({ name }) => name)).toEqual(['ALICE', 'BOB']);
    expect(totalOf(runs).micros).toBe(150);
  });
});

describe('whom a run was for', () => {
  const member = (id: string): Parsed<Member> => ({
    id,
    ok: true,
    pending: false,
    data: {
      schemaVersion: SCHEMA_VERSION,
      uid: id,
      role: 'member',
      name: '',
      email: `${id}@example.com`,
      createdAt: 1,
    },
  });
  const listed = (many: number, live = true) =>
    nameIn({
      status: 'ready',
      entries: Array.from({ length: many }, (_, at) => member(`m${at}`)),
      live,
    });
  test('a member -> their name, or their address', () => {
    expect(listed(2)('m1')).toBe('m1@example.com');
  });
  test('nobody of all members -> somebody who left', () => {
    expect(listed(2)('bob')).toBe('Somebody who left');
  });
  test.each([
    ['while they are being read', nameIn({ status: 'loading' })],
    ['where they cannot be read', nameIn({ status: 'failed', code: 'unavailable' })],
    ['before the server has confirmed them', listed(2, false)],
    ['where there are more than are read', listed(PEOPLE)],
  ])('%s -> their id', (_, nameOf) => {
    expect(nameOf('bob')).toBe('bob');
  });
});

describe('what is taken along', () => {
  test.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['a, b', '"a, b"'],
    ['two\nlines', '"two\nlines"'],
    ['plain', 'plain'],
  ])('%j in a cell is no formula and stays one cell', (text, written) => {
    expect(cell(text)).toBe(written);
  });
  test('an amount below zero is a number, not words', () => {
    expect(cell(-1)).toBe('-1');
  });
  test('each run is one row, with who it was for', () => {
    const rows = runsCsv([some('a', { agentName: '=evil' })], () => 'Alice').split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[1]).toContain(",Alice,alice,c,'=evil,");
  });
  test('JSON has the time as everybody reads it', () => {
    expect(JSON.parse(runsJson([some('a')]))).toMatchObject([{ id: 'a', outcome: 'answered' }]);
    expect(runsJson([some('a')])).toMatch(/"createdAt": "2026-01-31T/u);
  });
});
