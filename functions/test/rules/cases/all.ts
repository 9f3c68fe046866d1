import { batches } from './batches.ts';
import type { Case } from './case.ts';
import { createChat } from './create-chat.ts';
import { createMessage } from './create-message.ts';
import { huge } from './huge.ts';
import { intents } from './intents.ts';
import { messageContents, replyContents } from './message-contents.ts';
import { readsAndWrites } from './reads-and-writes.ts';

/** What is tried against the rules. */
export const cases: readonly Case[] = [
  ...readsAndWrites,
  ...createChat,
  ...createMessage,
  ...messageContents,
  ...intents,
  ...batches,
];

/** And what is apart for its size: the emulator keeps, and reports, all values that an expression ever had. */
export const large: readonly Case[] = [...replyContents, ...huge];
