import { batches } from './batches.ts';
import type { Case } from './case.ts';
import { createChat } from './create-chat.ts';
import { createMessage } from './create-message.ts';
import { intents } from './intents.ts';
import { messageContents } from './message-contents.ts';
import { readsAndWrites } from './reads-and-writes.ts';

/** All that is tried against the rules, but for what is huge. */
export const cases: readonly Case[] = [
  ...readsAndWrites,
  ...createChat,
  ...createMessage,
  ...messageContents,
  ...intents,
  ...batches,
];
