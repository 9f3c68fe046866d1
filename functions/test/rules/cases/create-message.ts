import { Timestamp } from 'firebase/firestore';
import { assistantMessage, userMessage } from '../../../src/contracts/index.ts';
import { actors, newId } from '../../support/rules.ts';
import type { Actor, Fields } from '../../support/rules.ts';
import {
  newConsent,
  newCorrection,
  newMessage,
  newReply,
  newRetry,
  newStop,
  newStopOfAll,
} from '../documents.ts';
import { withEachFieldAdded, withEachFieldRetyped, withoutEachField } from '../variants.ts';
import { CLOSED, DELETING, MISSING, OPEN, PINNED } from '../world.ts';
import { by, byOwner, set } from './case.ts';
import type { Case } from './case.ts';

export const messagePath = (chat = OPEN, id = newId()) => `${chat}/messages/${id}`;

/** The owner of the chat tries to write such a message. */
export const create = (about: string, name: string, allowed: boolean, fields: Fields, alsoTaken?: boolean) =>
  byOwner(about, name, allowed, () => set(messagePath(), fields), alsoTaken);

const replyTo = 'mother-1-0-q1';
const retry = { kind: 'task', id: 'mother-1-0' };
const retryOfMessage = { kind: 'message', id: 'mother-1' };

const backendFields = Object.keys({ ...assistantMessage.shape, ...userMessage.shape }).filter(
  (field) => !['replyTo', 'retry', 'stop', 'correct', 'consent'].includes(field),
);

/** Each form of a message, and the intents that would make it another thing than a valid message. */
const forms: readonly [string, Fields, intents: Fields][] = [
  ['a plain message', newMessage(), { retry }],
  ['a reply to a question', newReply(), { retry }],
  ['a retry of a task', newRetry(), { replyTo }],
  ['a retry of a message', { ...newRetry(), retry: retryOfMessage }, { replyTo }],
  ['a stop of a task', newStop(), { replyTo, retry }],
  ['a stop of everything', newStopOfAll(), { replyTo, retry }],
  ['a correction', newCorrection(), { replyTo, retry }],
  ['a consent', newConsent(), { replyTo, retry }],
];

const itsChat = (about: string, form: Fields): Case[] => [
  create(about, 'as the page writes it', true, form),
  byOwner(about, 'in a chat that is pinned', true, () => set(messagePath(PINNED), form)),
  ...[
    ['closed', CLOSED],
    ['being deleted', DELETING],
    ['not there', MISSING],
  ].map(([name, chat]) =>
    byOwner(about, `in a chat that is ${name}`, false, () => set(messagePath(chat), form)),
  ),
  ...actors
    .filter((actor: Actor) => actor !== 'chatOwner')
    .map((actor) => by(actor, about, `from ${actor}`, false, () => set(messagePath(), form))),
];

const itsShape = (about: string, form: Fields, intents: Fields): Case[] => [
  // Without its intent, a reply is a plain message; a retry is then empty.
  ...withoutEachField(form)
    .filter(([field]) => field !== 'replyTo')
    .map(([name, fields]) => create(about, `without ${name}`, false, fields)),
  ...withEachFieldRetyped(form).map(([name, fields]) => create(about, name, false, fields)),
  ...withEachFieldAdded(form, {
    ...Object.fromEntries(backendFields.map((field) => [field, 'x'])),
    // Two intents at once (a plain message with `replyTo` is a reply), and intents that are not built.
    ...intents,
    ...('stop' in form ? {} : { stop: { kind: 'all' } }),
    ...('correct' in form ? {} : { correct: { questionId: replyTo, answer: 'x' } }),
    ...('consent' in form ? {} : { consent: newConsent().consent }),
    approve: { questionId: replyTo, decision: 'yes' },
    unknown: null,
  }).map(([name, fields]) => create(about, `with ${name}`, false, fields)),
];

const FORGED: Readonly<Record<string, Fields>> = {
  'from Mother': { role: 'assistant' },
  'from the system': { role: 'system' },
  'from a User': { role: 'User' },
  'already handled': { status: 'handled' },
  'already refused': { status: 'refused' },
  complete: { status: 'complete' },
  'schemaVersion 0': { schemaVersion: 0 },
  'schemaVersion 2': { schemaVersion: 2 },
  'schemaVersion "1"': { schemaVersion: '1' },
  'from the past': { createdAt: Timestamp.fromMillis(Date.now() - 60_000) },
  'from the future': { createdAt: Timestamp.fromMillis(Date.now() + 60_000) },
  'by the own clock': { createdAt: Timestamp.now() },
};

const forgedLike = (about: string, form: Fields): Case[] =>
  Object.entries(FORGED).map(([name, forged]) => create(about, name, false, { ...form, ...forged }));

const ids: Case[] = [
  ['19 characters', newId(19)],
  ['21 characters', newId(21)],
  ['a hyphen', `${newId(10)}-${newId(9)}`],
  ['the form of the backend', 'mother-1-0'],
  ['an underscore', `_${newId(19)}`],
  ['a dot', `${newId(19)}.`],
  ['a line break', `${newId(19)}\n`],
  ['a line break after 20 characters', `${newId(20)}\n`],
  ['a letter beyond ASCII', `${newId(19)}é`],
  ['an Arabic digit', `٣${newId(19)}`],
  ['an emoji', `🙂${newId(19)}`],
].map(([name = '', id]) =>
  byOwner('the id of a message', name, false, () => set(messagePath(OPEN, id), newMessage())),
);

// In each of them one kind of character is rare: an id that is random may lack it.
const idsOfOneKind: Case[] = ['A', 'Z', 'a', 'z', '0', '9'].map((character) =>
  byOwner('the id of a message', `20 characters between ${character} and its like`, true, () =>
    set(messagePath(OPEN, idOf(character)), newMessage()),
  ),
);

/** Of one kind of character only. */
function idOf(character: string): string {
  const kind = /\d/.test(character) ? /\D/g : /[a-z]/.test(character) ? /[^a-z]/g : /[^A-Z]/g;
  return (character + newId(400).replaceAll(kind, '')).slice(0, 20);
}

export const createMessage: readonly Case[] = [
  ...forms.flatMap(([name, form, intents]) => [
    ...itsChat(`${name}: its chat`, form),
    ...itsShape(`${name}: its shape`, form, intents),
    ...forgedLike(`${name}: forged`, form),
  ]),
  ...ids,
  ...idsOfOneKind,
];
