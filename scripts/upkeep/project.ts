// Which chats are looked at: those of a project, with the credentials of whoever is logged in, or of an emulator.
import process from 'node:process';
import { parseArgs } from 'node:util';

import { connectTo } from '../../functions/src/store/connect.ts';
import type { Store } from '../../functions/src/store/port.ts';
import { chatsLeftOver, allChats } from '../../functions/src/upkeep/read-chat.ts';
import { Problem } from '../local/problem.ts';

export interface Wanted {
  readonly store: Store;
  /** In words, for the report. */
  readonly where: string;
  readonly isToWrite: boolean;
  readonly chats: () => AsyncIterable<string>;
}

const USAGE = `
  --project PROJECT    the project; with FIRESTORE_EMULATOR_HOST set, the emulator's
  --chat UID/CHAT      this chat only`;

export function wanted({ mayWrite }: { mayWrite: boolean }): Wanted {
  const { values } = parsed(mayWrite);
  const emulator = process.env['FIRESTORE_EMULATOR_HOST'];
  const projectId = values.project ?? (emulator === undefined ? undefined : 'demo-mother');
  if (projectId === undefined) throw new Problem(`Which project?${USAGE}`);
  const store = connectTo(projectId);
  return {
    store,
    where: emulator === undefined ? projectId : `${projectId} in the emulator at ${emulator}`,
    isToWrite: values.write,
    chats: () => (values.chat === undefined ? everyChat(store) : oneChat(values.chat)),
  };
}

function parsed(mayWrite: boolean) {
  const options = {
    project: { type: 'string' },
    chat: { type: 'string' },
    write: { type: 'boolean', default: false },
  } as const;
  try {
    const found = parseArgs({ options });
    if (found.values.write && !mayWrite) throw new Error('It never writes; `npm run repair-chats` does');
    return found;
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}.${USAGE}`);
  }
}

async function* everyChat(store: Store): AsyncGenerator<string> {
  yield* allChats(store);
  yield* chatsLeftOver(store);
}

async function* oneChat(chat: string): AsyncGenerator<string> {
  const [uid, chatId, ...rest] = chat.split('/');
  if (!uid || !chatId || rest.length > 0) throw new Problem(`“${chat}” is no chat.${USAGE}`);
  yield `users/${uid}/orch-chats/${chatId}`;
}
