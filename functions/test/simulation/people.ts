import { SCHEMA_VERSION, limits, paths, type Chat, type UserMessage } from '../../src/contracts/index.ts';
import { create, update } from '../../src/store/documents.ts';
import { SERVER_TIME, type Data } from '../../src/store/port.ts';
import type { Database } from './database.ts';
import { msOf } from '../../src/upkeep/documents.ts';
import type { Mirror } from './mirror.ts';
import { hostileOrder } from './model.ts';
import type { Action, Deed } from './plan.ts';
import type { Timeline } from './timeline.ts';
import { markOf, type Seat } from './world-data.ts';

/** What a person writes: the words, and beside them at most one intent. */
type Line = Pick<UserMessage, 'content' | 'replyTo' | 'retry' | 'stop' | 'correct'>;

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
    if (deed === 'send the same again') return this.#sendAgain(seat, which);
    const lines = this.#lines(seat, deed, which);
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

  /** As the callables do it. */
  async #delete({ chat }: Seat): Promise<void> {
    const path = paths.chat(chat);
    if (this.#database.mirror.get(path)?.['access'] !== 'open') return;
    const deleteAt = this.#timeline.now + limits.undoMs;
    await this.#database.commit([update<Chat>(path, { access: 'deleting', deleteAt })], 'a callable');
  }

  async #bringBack({ chat }: Seat): Promise<void> {
    const path = paths.chat(chat);
    const deleteAt = msOf(this.#database.mirror.get(path)?.['deleteAt']);
    if (deleteAt === null || deleteAt <= this.#timeline.now) return;
    await this.#database.commit([update<Chat>(path, { access: 'open', deleteAt: null })], 'a callable');
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

  #all({ chat }: Seat, collection: string): Found[] {
    const folder = `${paths.chat(chat)}/${collection}/`;
    return [...this.#database.mirror.chat(paths.chat(chat))].flatMap(([path, data]) => {
      const id = path.slice(folder.length);
      return path.startsWith(folder) && !id.includes('/') ? [{ id, data }] : [];
    });
  }
}

/** Ids of anything of anybody's: what somebody who guesses well could name. */
export const anyIds = (mirror: Mirror): readonly string[] =>
  [...mirror.entries()].map(([path]) => path.split('/').at(-1) ?? '');
