import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it, vi } from 'vitest';
import {
  assistantMessage,
  mail,
  question,
  stop,
  subAgentState,
  taskStatus,
} from '../../src/contracts/index.ts';
import { SeenStates } from '../support/seen-states.ts';
import { motherStates } from '../support/stop-states-of-mother.ts';
import { taskStates } from '../support/stop-states-of-tasks.ts';
import { rowOf, tableOf, type Row } from '../support/stop-table.ts';

// Every state that Mother or a task can be in, and each kind of stop in it. `rowOf` checks what holds for all of them,
// and what became of each is a row of the table in docs/stop-table.md. To write that anew:
//
//   MOTHER_TABLES=1 npm test -- engine stop-table

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const FILE = new URL('../../../docs/stop-table.md', import.meta.url);
const writesTable = process.env['MOTHER_TABLES'] !== undefined;

const kinds = stop.options.map(({ shape }) => shape.kind.value);
const seen = new SeenStates();

const groups = [
  { title: 'Mother', states: motherStates, rows: new Map<string, Row>() },
  { title: 'A task', states: taskStates, rows: new Map<string, Row>() },
];

describe.each(groups)('$title', ({ states, rows }) => {
  describe.each(states)('$name', (state) => {
    it.each(kinds)('stop of %s -> ended as told, nothing is added, the rest is as it was', async (kind) => {
      const row = await rowOf(state, kind, seen);
      rows.set(`${state.name} ${kind}`, row);
      expect(['handled', 'refused']).toContain(row.became);
    });
  });
});

describe('the table', () => {
  it('has a row for every status, phase and lease that the contracts know', () => {
    // A question that expires fails its task in the same commit; nothing makes one `superseded`.
    const over = new Set(['expired', 'superseded']);
    expect({
      tasks: seen.tasks,
      phases: seen.phases,
      questions: seen.questions,
      replies: seen.replies,
      mail: seen.mail,
      mothersLease: seen.mothersLease,
      agentsLease: seen.agentsLease,
    }).toEqual({
      tasks: new Set(taskStatus.options),
      phases: new Set(subAgentState.shape.phase.options),
      questions: new Set(question.shape.status.options.filter((status) => !over.has(status))),
      replies: new Set(assistantMessage.shape.status.options),
      // What ends everything has tests of its own: nobody has to stop anything then.
      mail: new Set(mail.options.map(({ shape }) => shape.kind.value).filter((kind) => kind !== 'end_all')),
      mothersLease: new Set(['held', 'none', 'run out']),
      agentsLease: new Set(['held', 'none', 'run out']),
    });
  });

  it('is the one in docs/stop-table.md', () => {
    const text = [introduction, ...groups.map(chapterOf)].join('\n\n').concat('\n');
    console.log(text);
    if (writesTable) writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });
});

const introduction = `# What a stop ends

A stop is a message of the person's. What became of each kind of it, in every state that Mother or a task can be in when
it is written: played by a test with the real engine and a model that plays a script. The test
wrote these tables, and fails when one of them is no longer true (\`functions/test/engine/stop-table.test.ts\`).

Before and after an arrow is how things stood when the stop was written and how they ended. A line is one of the task's
transcript. “Said since” are the messages that Mother began after the stop. In each row the test also checks that

- the stop ends handled or refused, with words that say why, and the chat shows what became of it;
- nothing is added to what a stop has ended: no words, no line of the transcript, no question, no mail;
- of what was sent by then the outcome is on record;
- the other task, and all that belongs to it, is as it was, unless everything was stopped;
- nothing is left over: no mail, no lease, no message that streams, and the badges count what there is.

There is no state in which a tool's call is stored and the tool not yet started: the tools that there are read and
compute only, so that a step is stored together with what they gave back.`;

const chapterOf = ({ title, rows }: (typeof groups)[number]) =>
  `## ${title}\n\n${tableOf([...rows.values()])}`;
