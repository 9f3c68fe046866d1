import { newId } from '../../support/rules.ts';
import { newChat, newCorrection, newMessage } from '../documents.ts';
import { chats, TENANT } from '../world.ts';
import { byOwner, set } from './case.ts';
import type { Case } from './case.ts';
import { create } from './create-message.ts';

const LENGTH = 900_000;
const WORDS = 'x'.repeat(LENGTH);

const createChat = (name: string, change: { title: string } | { unknown: string }): Case =>
  byOwner('almost as much as a document holds', name, false, () =>
    set(`${chats}/${newId()}`, { ...newChat(TENANT), ...change }),
  );

export const huge: readonly Case[] = [
  createChat('in a title', { title: WORDS }),
  createChat('in an unknown field', { unknown: WORDS }),
  ...[
    ['words', { content: WORDS }] as const,
    ['white space, and a word at its end', { content: `${' \n'.repeat(LENGTH / 2)}x` }] as const,
    ['an id', { replyTo: WORDS }] as const,
    ['an answer', { content: '', correct: { ...newCorrection().correct, answer: WORDS } }] as const,
  ].map(([name, change]) =>
    create('almost as much as a document holds', name, false, { ...newMessage(), ...change }),
  ),
];
