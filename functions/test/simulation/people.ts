import {
  SCHEMA_VERSION,
  limits,
  paths,
  question as questionSchema,
  type Chat,
  type Consent,
  type UserMessage,
} from '../../src/contracts/index.ts';
import { create, update } from '../../src/store/documents.ts';
import { SERVER_TIME, type Data } from '../../src/store/port.ts';
import type { Database } from './database.ts';
import { msOf } from '../../src/upkeep/documents.ts';
import type { Mirror } from './mirror.ts';
import { hostileOrder } from './model.ts';
import type { Action, Deed } from './plan.ts';
import type { Timeline } from './timeline.ts';
import { markOf, seatWrites, type Seat } from './world-data.ts';

/** What a person writes: the words, and beside them at most one intent. */
type Line = Pick<UserMessage, 'content' | 'replyTo' | 'retry' | 'stop' | 'correct' | 'consent'>;

type Found = { readonly id: string; readonly data: Data };

/** People, who see what their page shows and do what the plan says, whatever that does. */
export class People {
  readonly #database: Database;
  readonly #timeline: Timeline;
  #written = 0;

  constructor(database: Database, timeline: Timeline) {
    this.#database = database;
    this.#timeline = timeline;
  }

  async act(seat: Seat, { deed, which }: Action): Promise<void> {
    if (deed === 'delete the chat') return this.#delete(seat);
    if (deed === 'bring it back') return this.#bringBack(seat);
    if (deed === 'open another chat') return this.openAnother(seat);
    if (deed === 'send the same again') return this.#sendAgain(seat, which);
    const lines = [...this.#lines(seat, deed, which), ...this.#decisions(seat, deed, which)];
    for (const line of lines) await this.#send(seat, line);
  }

  /** As the rules allow it: into an open chat of one's own, once. */
  async #send(seat: Seat, line: Line, id?: string): Promise<void> {
    const chat = this.#database.mirror.get(paths.chat(seat.chat));
    if (chat?.['access'] !== 'open') return;
    this.#written += 1;
    const path = paths.messages.one(seat.chat, id ?? `line${String(this.#written).padStart(16, '0')}`);
    if (this.#database.mirror.get(path)) return;
    const message = create<UserMessage>(path, {
      schemaVersion: SCHEMA_VERSION,
      role: 'user',
      status: 'sent',
      createdAt: SERVER_TIME,
      ...line,
    });
    await this.#database.commit([message], 'a person');
  }

  async #sendAgain(seat: Seat, which: number): Promise<void> {
    const mine = this.#all(seat, 'messages').filter(({ data }) => data['role'] === 'user');
    const one = mine[which % Math.max(1, mine.length)];
    if (one) await this.#send(seat, { content: String(one.data['content']) }, one.id);
  }

  /** As the rules allow it: who is a member makes a chat, and goes on there. */
  async openAnother(seat: Seat): Promise<void> {
    const { chat, tenantId } = seat;
    if (!this.#database.mirror.get(paths.members.one(tenantId, chat.uid))) return;
    this.#written += 1;
    seat.chat = { ...chat, chatId: `${chat.chatId}y${this.#written}` };
    await this.#database.commit(seatWrites(seat), 'a person');
  }

  /** As the callables do it. */
  async #delete({ chat }: Seat): Promise<void> {
    const path = paths.chat(chat);
    if (this.#database.mirror.get(path)?.['access'] !== 'open') return;
    const deleteAt = this.#timeline.now + limits.undoMs;
    await this.#database.commit([update<Chat>(path, { access: 'deleting', deleteAt })], 'a callable');
  }

  async #bringBack({ chat, tenantId }: Seat): Promise<void> {
    const path = paths.chat(chat);
    const deleteAt = msOf(this.#database.mirror.get(path)?.['deleteAt']);
    if (deleteAt === null || deleteAt <= this.#timeline.now) return;
    const isMember = this.#database.mirror.get(paths.members.one(tenantId, chat.uid)) !== null;
    const access = isMember ? 'open' : 'closed';
    await this.#database.commit([update<Chat>(path, { access, deleteAt: null })], 'a callable');
  }

  #lines(seat: Seat, deed: Deed, which: number): Line[] {
    const { chance } = this.#timeline;
    const mark = markOf(seat.chat.uid);
    const number = String(which).padStart(6, '0');
    const one = (found: readonly Found[]) => found[which % Math.max(1, found.length)];
    const questions = this.#all(seat, 'questions');
    const relayed = one(questions.filter(({ data }) => data['status'] === 'relayed'));
    const answer = { content: `The answer is ${number}. ${mark}` };
    const stop = (what: UserMessage['stop']): Line[] => (what ? [{ content: '', stop: what }] : []);
    switch (deed) {
      case 'say':
        return [{ content: chance.happens(0.3) ? `Never mind. ${mark}` : `Hello, ${number}. ${mark}` }];
      case 'delegate':
        return [{ content: `Do 1 thing. ${mark}` }];
      case 'delegate several':
        return [{ content: `Do ${2 + (which % 5)} things. ${mark}` }];
      case 'state a fact':
        return [{ content: `My code is ${number}. ${mark}` }];
      case 'order':
        return [{ content: `${hostileOrder(chance, anyIds(this.#database.mirror))} ${mark}` }];
      case 'answer with the chip':
        return relayed ? [{ ...answer, replyTo: relayed.id }] : [];
      case 'answer rightly':
        return relayed ? [{ content: rightly(relayed.data, which), replyTo: relayed.id }] : [];
      case 'answer in prose':
        return [answer];
      case 'answer twice':
        return relayed ? [answer, answer].map((line) => ({ ...line, replyTo: relayed.id })) : [];
      case 'answer what is over': {
        const over = one(questions);
        return over ? [{ ...answer, replyTo: over.id }] : [];
      }
      case 'stop the turn': {
        const hers = this.#all(seat, 'messages').filter(({ data }) => data['role'] === 'assistant');
        const streaming = hers.find(({ data }) => data['status'] === 'streaming') ?? one(hers);
        return stop(streaming && { kind: 'turn', id: streaming.id });
      }
      case 'stop a task': {
        const task = one(this.#all(seat, 'tasks'));
        return stop(task && { kind: 'task', id: task.id });
      }
      case 'stop all':
        return stop({ kind: 'all' });
      case 'correct': {
        const answered = one(questions.filter(({ data }) => data['status'] === 'answered'));
        return answered
          ? [{ content: '', correct: { questionId: answered.id, answer: `Rather ${number}. ${mark}` } }]
          : [];
      }
      case 'retry a message': {
        const failed = one(this.#all(seat, 'messages').filter(({ data }) => data['status'] === 'failed'));
        return failed ? [{ content: '', retry: { kind: 'message', id: failed.id } }] : [];
      }
      case 'retry a task': {
        const failed = one(this.#all(seat, 'tasks').filter(({ data }) => data['status'] === 'failed'));
        return failed ? [{ content: '', retry: { kind: 'task', id: failed.id } }] : [];
      }
      default:
        return [];
    }
  }

  /** What is pressed, or written, on the cards that ask for a yes or no. */
  #decisions(seat: Seat, deed: Deed, which: number): Line[] {
    const all = this.#all(seat, 'questions').filter(({ data }) => data['kind'] === 'consent');
    const waiting = all.filter(({ data }) => data['status'] === 'relayed');
    const card =
      (deed === 'allow what is over' ? all : waiting)[which % Math.max(1, all.length)] ?? waiting[0];
    if (!card) return [];
    const { hash = '' } = questionSchema.parse(card.data).consent ?? {};
    const press = (decision: Consent['decision'], of = hash): Line => ({
      content: '',
      consent: { questionId: card.id, hash: of, decision },
    });
    switch (deed) {
      case 'allow':
      case 'allow what is over':
        return [press('yes')];
      case 'decline':
        return [press('no')];
      case 'allow twice':
        return [press('yes'), press('yes')];
      case 'allow in one tab and decline in another':
        return which % 2 === 0 ? [press('yes'), press('no')] : [press('no'), press('yes')];
      case 'allow something else':
        return [press('yes', 'a'.repeat(64))];
      case 'allow in prose': {
        const yes = { content: `yes, do it. ${markOf(seat.chat.uid)}` };
        return [yes, { content: 'yes', replyTo: card.id }];
      }
      default:
        return [];
    }
  }

  #all({ chat }: Seat, collection: string): Found[] {
    const folder = `${paths.chat(chat)}/${collection}/`;
    return [...this.#database.mirror.chat(paths.chat(chat))].flatMap(([path, data]) => {
      const id = path.slice(folder.length);
      return path.startsWith(folder) && !id.includes('/') ? [{ id, data }] : [];
    });
  }
}

/** An answer of the kind that is asked for. */
function rightly(data: Data, which: number): string {
  const { field, options } = questionSchema.parse(data);
  switch (field.type) {
    case 'number':
      return String(Math.max(field.min ?? 1, Math.min(field.max ?? 1_000, which)));
    case 'date':
      return `2026-02-${String(1 + (which % 28)).padStart(2, '0')}`;
    case 'choice':
      return options[which % Math.max(1, options.length)] ?? '';
    case 'text':
      return `The answer is ${String(which).padStart(6, '0')}.`;
    default:
      return field satisfies never;
  }
}

/** Ids of anything of anybody's: what somebody who guesses well could name. */
export const anyIds = (mirror: Mirror): readonly string[] =>
  [...mirror.entries()].map(([path]) => path.split('/').at(-1) ?? '');
