import { newId } from '../../support/rules.ts';
import type { Fields } from '../../support/rules.ts';
import { newConsent, newCorrection, newReply, newRetry, newStop, newStopOfAll } from '../documents.ts';
import { withEachFieldAdded, withEachFieldRetyped, withoutEachField } from '../variants.ts';
import type { Case } from './case.ts';
import { create } from './create-message.ts';

const IDS: readonly (readonly [string, string, boolean])[] = [
  ['1 character', 'q', true],
  ["the backend's form", 'mother-12-0_q-1', true],
  ["the page's form", newId(), true],
  ['128 characters', 'q'.repeat(128), true],
  ['a capital letter first', 'Qq-1', true],
  ['capital letters only', 'QQ', true],
  ['a digit first', '1q', true],
  ['nothing', '', false],
  ['129 characters', 'q'.repeat(129), false],
  ['a path', 'q-1/evidence/e-1', false],
  ['a way up', '..', false],
  ['a reserved name', '__q__', false],
  ['a hyphen first', '-q', false],
  ['an underscore first', '_q', false],
  ['a dot first', '.q', false],
  ['a dot', 'q.1', false],
  ['a space', 'q 1', false],
  ['a line break', 'q-1\n', false],
  ['a letter beyond ASCII', 'é', false],
];

/** An id in each place where a message has one. */
const withId = (about: string, message: (id: string) => Fields): Case[] =>
  IDS.map(([name, id, allowed]) => create(about, `the id is ${name}`, allowed, message(id)));

/** What an intent says is as exact as the message around it. */
const shapeOf = (about: string, intent: Fields, added: Fields, message: (intent: Fields) => Fields): Case[] =>
  [
    ...withoutEachField(intent).map(([name, fields]) => [`without ${name}`, fields] as const),
    ...withEachFieldRetyped(intent),
    ...withEachFieldAdded(intent, { ...added, unknown: null }).map(
      ([name, fields]) => [`with ${name}`, fields] as const,
    ),
  ].map(([name, fields]) => create(about, name, false, message(fields)));

const kinds = (
  about: string,
  names: readonly string[],
  allowed: boolean,
  message: (kind: string) => Fields,
) => names.map((kind) => create(about, `of kind "${kind}"`, allowed, message(kind)));

const withWords = (about: string, form: Fields): Case[] =>
  ['x', ' ', '\n'].map((content) =>
    create(about, `with the words ${JSON.stringify(content)}`, false, { ...form, content }),
  );

const aRetry = (retry: Fields) => ({ ...newRetry(), retry });
const { retry } = newRetry();
const retries: Case[] = [
  ...shapeOf('a retry', retry, { taskId: 'mother-1-0' }, aRetry),
  ...kinds('a retry', ['message', 'task'], true, (kind) => aRetry({ ...retry, kind })),
  ...kinds('a retry', ['question', 'chat', '', 'Task', 'unknown'], false, (kind) =>
    aRetry({ ...retry, kind }),
  ),
  ...withWords('a retry', newRetry()),
  ...withId('a retry', (id) => aRetry({ ...retry, id })),
];

const aStop = (stop: Fields) => ({ ...newStop(), stop });
const { stop } = newStop();
const stops: Case[] = [
  ...shapeOf('a stop', stop, { taskId: 'mother-1-0' }, aStop),
  ...shapeOf('a stop of everything', newStopOfAll().stop, { id: 'mother-1-0' }, aStop),
  ...kinds('a stop', ['turn', 'task'], true, (kind) => aStop({ ...stop, kind })),
  ...kinds('a stop', ['', 'chat', 'All', 'message', 'unknown'], false, (kind) => aStop({ ...stop, kind })),
  ...kinds('a stop without an id', ['turn', 'task', 'chat', ''], false, (kind) => aStop({ kind })),
  ...withWords('a stop', newStop()),
  ...withWords('a stop of everything', newStopOfAll()),
  ...withId('a stop', (id) => aStop({ ...stop, id })),
];

const aCorrection = (correct: Fields) => ({ ...newCorrection(), correct });
const { correct } = newCorrection();
const corrections: Case[] = [
  ...shapeOf('a correction', correct, { kind: 'x' }, aCorrection),
  ...withWords('a correction', newCorrection()),
  ...withId('a correction', (questionId) => aCorrection({ ...correct, questionId })),
];

const aConsent = (change: Fields) => ({ ...newConsent(), consent: { ...consent, ...change } });
const { consent } = newConsent();
const DECISIONS = ['Yes', 'y', 'ja', 'always', '', 'unknown', true];
const HASHES: readonly (readonly [string, string, boolean])[] = [
  ['64 digits', '0123456789'.repeat(7).slice(0, 64), true],
  ['64 letters', 'abcdef'.repeat(11).slice(0, 64), true],
  ['63 characters', 'f'.repeat(63), false],
  ['65 characters', 'f'.repeat(65), false],
  ['nothing', '', false],
  ['in capitals', 'F'.repeat(64), false],
  ['with a letter that counts nothing', `${'f'.repeat(63)}g`, false],
  ['with a dot', `${'f'.repeat(63)}.`, false],
  ['with a line break after it', `${'f'.repeat(64)}\n`, false],
];
const consents: Case[] = [
  ...shapeOf('a consent', consent, { yes: true, arguments: '{}' }, (fields) => ({
    ...newConsent(),
    consent: fields,
  })),
  ...['yes', 'no'].map((decision) =>
    create('a consent', `that says "${decision}"`, true, aConsent({ decision })),
  ),
  ...DECISIONS.map((decision) =>
    create('a consent', `that says ${JSON.stringify(decision)}`, false, aConsent({ decision })),
  ),
  ...HASHES.map(([name, hash, allowed]) =>
    create('a consent', `the hash is ${name}`, allowed, aConsent({ hash })),
  ),
  ...withWords('a consent', newConsent()),
  ...withId('a consent', (questionId) => aConsent({ questionId })),
];

export const intents: readonly Case[] = [
  ...withId('a reply', (replyTo) => ({ ...newReply(), replyTo })),
  ...retries,
  ...stops,
  ...corrections,
  ...consents,
];
