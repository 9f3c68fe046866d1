import {
  AppError,
  MOTHER,
  limits,
  mail as mailSchema,
  paths,
  shown,
  userMessage,
  type ChatRef,
  type UserMessage,
} from '../contracts/index.ts';
import type { Incoming } from '../machine/draft.ts';
import { parse, remove, update } from '../store/documents.ts';
import type { StoredDocument, Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import type { Engine } from './engine.ts';
import { knownOf } from './log.ts';

/**
 * Mother's mail, oldest first: the person's messages that nobody has acted on, and what sub-agents sent her. As much as one
 * turn takes, and beyond that what does not wait for its turn.
 */
export async function readMail(engine: Engine, chat: ChatRef): Promise<Incoming[]> {
  const [messages, mail] = await Promise.all([
    engine.store.query(queries.newMessages(chat)),
    engine.store.query(queries.mailTo(chat, MOTHER)),
  ]);
  const read = await Promise.all([
    ...messages.map((document) => parseMail(engine, document, messageMail)),
    ...mail.map((document) => parseMail(engine, document, actorMail)),
  ]);
  const all = read.filter((one) => one !== null).toSorted((a, b) => a.at - b.at);
  const stopped = Math.max(...all.map(({ at, incoming }) => (stopsAll(incoming) ? at : 0)));
  const isAhead = ({ at, incoming }: Dated) =>
    needsNoTurn(incoming) || (incoming.kind === 'message' && at <= stopped);
  const next = new Set(all.filter((one) => !isAhead(one)).slice(0, limits.mailPerTurn));
  return all.filter((one) => isAhead(one) || next.has(one)).map(({ incoming }) => incoming);
}

/** It ends all that was written before it, however much that is. */
const stopsAll = (mail: Incoming): boolean => mail.kind === 'message' && mail.message.stop?.kind === 'all';

/** A stop, and what somebody else waits for: it does not stand behind what the person wrote before. */
function needsNoTurn(mail: Incoming): boolean {
  if (mail.kind !== 'message') return mail.kind === 'end_all';
  const { stop, replyTo, consent } = mail.message;
  return stop !== undefined || replyTo !== undefined || consent !== undefined;
}

/** A piece of mail, and when it was sent. */
type Dated = { readonly at: number; readonly incoming: Incoming };

function messageMail(document: StoredDocument): Dated {
  const message = parse(document, userMessage).value;
  return { at: message.createdAt, incoming: { kind: 'message', id: document.id, message } };
}

function actorMail(document: StoredDocument): Dated {
  const mail = parse(document, mailSchema).value;
  const { createdAt: at } = mail;
  const mailId = document.id;
  switch (mail.kind) {
    case 'asked':
      return { at, incoming: { kind: mail.kind, mailId, taskId: mail.taskId, questionId: mail.questionId } };
    case 'finished':
      return { at, incoming: { kind: mail.kind, mailId, taskId: mail.taskId } };
    case 'end_all':
      return { at, incoming: { kind: mail.kind, mailId, reason: mail.reason } };
    case 'consented':
      throw new AppError('malformed_document', `${document.path} is no mail for Mother`);
    default:
      return mail satisfies never;
  }
}

/** Mail that cannot be parsed is refused or removed, so that it does not come up again, and the rest goes on. */
async function parseMail(
  engine: Engine,
  document: StoredDocument,
  parseOne: (document: StoredDocument) => Dated,
): Promise<Dated | null> {
  try {
    return parseOne(document);
  } catch (error) {
    engine.log.write('mail_unreadable', { path: document.path, ...knownOf(error) });
    const refusal = error instanceof AppError ? error.shown : shown('malformed_document');
    const write: Write = document.path.includes('/mail/')
      ? remove(document.path)
      : update<UserMessage>(document.path, { status: 'refused', refusal });
    await engine.store.commit([write]);
    return null;
  }
}

/** Mail that cannot be acted on, whatever is tried: the person is told of theirs, the rest is taken away. */
export function refusalOf(chat: ChatRef, mail: Incoming): Write {
  if (mail.kind !== 'message') return remove(paths.mail.one(chat, mail.mailId));
  const refusal = shown('interrupted');
  return update<UserMessage>(paths.messages.one(chat, mail.id), { status: 'refused', refusal });
}
