import { noUsage, type Question, SCHEMA_VERSION, type Task } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { type Exported, exportName } from './export.ts';
import { exportJson } from './export-json.ts';
import { exportMarkdown } from './export-markdown.ts';
import { fromMother, fromPerson } from './message-samples.ts';

const NOON = Date.UTC(2026, 2, 12, 12);

const chat = (fields: Partial<Exported> = {}): Exported => ({
  id: 'c',
  chat: { title: 'Plan a call', createdAt: NOON },
  messages: [],
  tasks: [],
  questions: [],
  complete: true,
  exportedAt: NOON,
  ...fields,
});

const task = (fields: Partial<Task> = {}): Parsed<Task> => ({
  id: 't-1',
  ok: true,
  pending: false,
  data: {
    schemaVersion: SCHEMA_VERSION,
    title: 'Plan',
    goal: 'Plan',
    context: null,
    status: 'completed',
    agentId: 'planner',
    agentName: 'Planner',
    agentVersion: 1,
    subAgentId: 's',
    messageId: 'm-1',
    parentTaskId: null,
    continuesTaskId: null,
    supersededBy: null,
    questionId: null,
    result: 'At ten.',
    error: null,
    usage: noUsage,
    createdAt: NOON,
    startedAt: NOON,
    finishedAt: NOON,
    ...fields,
  },
});

const question = (fields: Partial<Question> = {}): Parsed<Question> => ({
  id: 'q',
  ok: true,
  pending: false,
  data: {
    schemaVersion: SCHEMA_VERSION,
    kind: 'input',
    field: { type: 'text' },
    consent: null,
    subAgentId: 's',
    name: 'Planner',
    taskId: 't-1',
    text: 'Which zone?',
    options: [],
    status: 'answered',
    earlier: [],
    attempt: 1,
    repeats: null,
    sameAs: null,
    toolCallId: 'call',
    answerIndex: 2,
    deadlineAt: NOON,
    suggestion: null,
    answer: 'Berlin',
    answeredBy: 'user',
    confidence: null,
    correction: null,
    evidence: [],
    createdAt: NOON,
    relayedAt: NOON,
    answeredAt: NOON,
    ...fields,
  },
});

/** The lines of an export that stand in no quote: only our own. */
const ours = (markdown: string): string[] => markdown.split('\n').filter((line) => !line.startsWith('>'));

describe('a chat as Markdown', () => {
  test('says who said what and when, and each task stands under the message that started it', () => {
    const messages = [
      fromPerson({ id: 'a', content: 'Plan a call', createdAt: NOON }),
      fromMother({ id: 'm-1', content: 'I asked **Planner**.', createdAt: NOON + 60_000 }),
    ];
    expect(exportMarkdown(chat({ messages, tasks: [task()] }))).toBe(`# Plan a call

Exported from Mother on 2026-03-12 12:00 UTC.

| Agent | Task | State |
|---|---|---|
| Planner | Plan | completed |

## You, 2026-03-12 12:00 UTC

> Plan a call

## Mother, 2026-03-12 12:01 UTC

> I asked **Planner**.

**Task for Planner: Plan** (completed)

> At ten.
`);
  });
  test('a fence that nobody closed, headings and comments stay inside of the words they are in', () => {
    const content = '```js\n# not a heading\n\n## You, 2026-03-12 12:00 UTC\r\n<!-- \u2028# nor this';
    const markdown = exportMarkdown(chat({ messages: [fromPerson({ id: 'a', content, createdAt: NOON })] }));
    expect(ours(markdown).filter((line) => line !== '')).toEqual([
      '# Plan a call',
      'Exported from Mother on 2026-03-12 12:00 UTC.',
      '## You, 2026-03-12 12:00 UTC',
    ]);
    expect(markdown).toContain('> ```js\n> # not a heading\n>\n> ## You');
  });
  test('pipes, line breaks and marks in a title make no cell, row or link', () => {
    const title = 'a | b\n| [c](https://example.com) \\| `d`';
    const row = ours(exportMarkdown(chat({ tasks: [task({ title })] })))[6];
    expect(row).toBe(String.raw`| Planner | a \| b \| \[c\]\(https://example.com\) \\\| \`d\` | completed |`);
  });
  test('answers, corrections, stops and what failed are told', () => {
    const markdown = exportMarkdown(
      chat({
        tasks: [task({ status: 'cancelled', supersededBy: 't-2', result: null, messageId: 'gone' })],
        questions: [question({ correction: 'Lisbon' })],
        messages: [
          fromMother({ id: 'm-2', kind: 'question', content: 'Which zone?', questionId: 'q' }),
          fromPerson({ id: 'b', content: '', correct: { questionId: 'q', answer: 'Lisbon' } }),
          fromPerson({ id: 'c', content: '', stop: { kind: 'task', id: 't-1' } }),
          fromMother({ id: 'm-3', content: 'Once', status: 'stopped' }),
          fromMother({ id: 'm-4', content: '', status: 'streaming' }),
        ],
      }),
    );
    for (const words of [
      '(Asked for Planner; answered by you:)\n\n> Berlin\n\n(Corrected later to:)\n\n> Lisbon',
      '(You corrected the answer for Planner to:)\n\n> Lisbon',
      "(You asked to stop Planner's task.)",
      '> Once\n\n(Stopped)',
      '(Still being written)',
      '**Task for Planner: Plan** (stopped, replaced by another try)',
    ]) {
      expect(markdown).toContain(words);
    }
  });
  test('what two agents asked in one card is told for each', () => {
    const text = exportMarkdown(
      chat({
        messages: [fromMother({ id: 'm', kind: 'question', questionId: 'q', content: 'Which zone?' })],
        questions: [question(), { ...question({ name: 'Writer', sameAs: 'q', answer: 'Lisbon' }), id: 'r' }],
      }),
    );
    expect(text).toMatch(/Asked for Planner.*Berlin.*Asked for Writer.*Lisbon/su);
  });
  test('what was not loaded is not passed over in silence', () => {
    expect(exportMarkdown(chat({ complete: false }))).toContain('what came before could not be read');
  });
});

describe('a chat as JSON', () => {
  test('holds the documents with their ids, and times that everybody reads', () => {
    const messages = [fromPerson({ id: 'a', content: 'Hello "you" ```', createdAt: NOON })];
    const parsed: unknown = JSON.parse(exportJson(chat({ messages, questions: [question()] })));
    expect(parsed).toMatchObject({
      version: 1,
      exportedAt: '2026-03-12T12:00:00.000Z',
      complete: true,
      chat: { id: 'c', title: 'Plan a call', createdAt: '2026-03-12T12:00:00.000Z' },
      messages: [
        { id: 'a', role: 'user', content: 'Hello "you" ```', createdAt: '2026-03-12T12:00:00.000Z' },
      ],
      tasks: [],
      questions: [{ id: 'q', answer: 'Berlin', answeredAt: '2026-03-12T12:00:00.000Z' }],
    });
  });
});

describe('the name of the file', () => {
  const nameOf = (title: string) => exportName(chat({ chat: { title, createdAt: NOON } }), 'md');
  test('is made of the title’s letters and digits, and of the day', () => {
    expect(nameOf('Plan: a call / with Zoë?')).toBe('Plan-a-call-with-Zoë-2026-03-12.md');
  });
  test('leads nowhere else, is never empty and never long', () => {
    expect(nameOf('../../.ssh')).toBe('ssh-2026-03-12.md');
    expect(nameOf('???')).toBe('chat-2026-03-12.md');
    expect(nameOf('a'.repeat(80))).toBe(`${'a'.repeat(60)}-2026-03-12.md`);
  });
});
