import { type Question, SCHEMA_VERSION } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { cardOf, choicesLeft, waitingCards } from './cards.ts';
import { fromPerson } from './message-samples.ts';
import { pendingAnswers } from './pending-answers.ts';

const asked = (id: string, fields: Partial<Question> = {}): Parsed<Question> => ({
  id,
  ok: true,
  pending: false,
  data: {
    schemaVersion: SCHEMA_VERSION,
    kind: 'input',
    field: { type: 'text' },
    consent: null,
    subAgentId: `s-${id}`,
    name: id,
    taskId: `t-${id}`,
    text: 'Which year?',
    options: [],
    status: 'relayed',
    earlier: [],
    attempt: 1,
    repeats: null,
    sameAs: null,
    toolCallId: 'c',
    answerIndex: 2,
    deadlineAt: 9,
    suggestion: null,
    answer: null,
    answeredBy: null,
    confidence: null,
    correction: null,
    evidence: [],
    createdAt: 1,
    relayedAt: 1,
    answeredAt: null,
    ...fields,
  },
});
const all = (...questions: Parsed<Question>[]) => new Map(questions.map((one) => [one.id, one]));

describe('what several agents ask alike', () => {
  const together = all(
    asked('Planner'),
    asked('Writer', { sameAs: 'Planner', relayedAt: 5 }),
    asked('Estimator', { relayedAt: 3 }),
  );

  test('waits in one card, in the name of all', () => {
    expect(waitingCards(together).map(({ id, data }) => [id, data.name])).toEqual([
      ['Planner', 'Planner and Writer'],
      ['Estimator', 'Estimator'],
    ]);
  });
  test('of which the first no longer waits -> in the name of the others', () => {
    const left = all(asked('Planner', { status: 'withdrawn' }), asked('Writer', { sameAs: 'Planner' }));
    expect(cardOf('Planner', left)).toMatchObject({ id: 'Writer', data: { name: 'Writer' } });
  });
  test('of which none waits -> no card', () => {
    const done = all(
      asked('Planner', { status: 'answered' }),
      asked('Writer', { sameAs: 'Planner', status: 'expired' }),
    );
    expect(waitingCards(done)).toEqual([]);
  });
  test('an answer to one is on its way to all', () => {
    const pending = pendingAnswers([fromPerson({ id: 'a', replyTo: 'Writer' })], together);
    expect([...pending].toSorted()).toEqual(['Planner', 'Writer']);
  });
});

describe('the buttons of a question which one is meant', () => {
  const words = '2019';
  const choices = ['Planner', 'Writer', 'Estimator'].map((questionId) => ({ questionId, answer: words }));
  const left = (questions: ReadonlyMap<string, Parsed<Question>>, pending: string[] = []) =>
    choicesLeft(choices, questions, new Set(pending)).map(({ card }) => card.data.name);
  const waiting = [asked('Planner'), asked('Writer'), asked('Estimator')] as const;

  test('one for each that waits', () => {
    expect(left(all(...waiting))).toEqual(['Planner', 'Writer', 'Estimator']);
  });
  test('one of them is stopped -> the others are left', () => {
    expect(left(all(waiting[0], waiting[1], asked('Estimator', { status: 'withdrawn' })))).toEqual([
      'Planner',
      'Writer',
    ]);
  });
  test('one was pressed -> none, from when it is on its way', () => {
    expect(left(all(...waiting), ['Writer'])).toEqual([]);
    expect(left(all(waiting[0], asked('Writer', { status: 'answered', answer: words })))).toEqual([]);
  });
  test('one was answered otherwise -> the others are left', () => {
    expect(left(all(waiting[0], asked('Writer', { status: 'answered', answer: '2020' })))).toEqual([
      'Planner',
    ]);
  });
  test('what is there in several words of its own -> each by itself', () => {
    const guesses = [
      { questionId: 'Planner', answer: '2019' },
      { questionId: 'Writer', answer: 'Lisbon' },
    ];
    const after = all(asked('Planner', { status: 'answered', answer: '2019' }), asked('Writer'));
    expect(choicesLeft(guesses, after, new Set()).map(({ answer }) => answer)).toEqual(['Lisbon']);
  });
});
