import { limits } from '../../../src/contracts/index.ts';
import { newId, uidOf } from '../../support/rules.ts';
import type { Fields } from '../../support/rules.ts';
import { newChat, newMessage, newReply } from '../documents.ts';
import { chats, CLOSED, OPEN, OTHER_TENANT, TENANT } from '../world.ts';
import { byOwner } from './case.ts';
import type { Case, Write } from './case.ts';
import { messagePath } from './create-message.ts';

const batch = (name: string, allowed: boolean, writes: () => readonly Write[]) =>
  byOwner('in one batch', name, allowed, () => ({ writes: writes() }));

const set = (path: string, fields: Fields): Write => ({ path, set: fields });

/** A new chat, and a message in it. */
const both = (chat: Fields, message: Fields, path = `${chats}/${newId()}`): Write[] => [
  set(path, chat),
  set(messagePath(path), message),
];

export const batches: readonly Case[] = [
  batch('a chat and its first message', true, () => both(newChat(TENANT), newMessage())),
  batch('the message before its chat', true, () => both(newChat(TENANT), newMessage()).toReversed()),
  batch('two messages in a chat that is there', true, () => [
    set(messagePath(), newMessage()),
    set(messagePath(), newReply()),
  ]),
  batch('a closed chat and its first message', false, () =>
    both({ ...newChat(TENANT), access: 'closed' }, newMessage()),
  ),
  batch('a chat in a tenant of others and its first message', false, () =>
    both(newChat(OTHER_TENANT), newMessage()),
  ),
  batch('a chat with a title too long and its first message', false, () =>
    both({ ...newChat(TENANT), title: 'x'.repeat(limits.titleLength + 1) }, newMessage()),
  ),
  batch('a chat and a malformed first message', false, () =>
    both(newChat(TENANT), { ...newMessage(), content: '' }),
  ),
  batch("a chat of somebody else's and its first message", false, () =>
    both(newChat(TENANT), newMessage(), `users/${uidOf('stranger')}/orch-chats/${newId()}`),
  ),
  batch('a closed chat opened again, and a message', false, () =>
    both(newChat(TENANT), newMessage(), CLOSED),
  ),
  batch('a closed chat removed and made again, and a message', false, () => [
    { path: CLOSED, remove: true },
    ...both(newChat(TENANT), newMessage(), CLOSED),
  ]),
  batch('a message into one chat and one into a closed one', false, () => [
    set(messagePath(), newMessage()),
    set(messagePath(CLOSED), newMessage()),
  ]),
  batch('a message, and the membership of another tenant', false, () => [
    set(messagePath(), newMessage()),
    set(`tenants/${OTHER_TENANT}/members/${uidOf('chatOwner')}`, { role: 'owner' }),
  ]),
  batch('a membership, and a chat in that tenant', false, () => [
    set(`tenants/${OTHER_TENANT}/members/${uidOf('chatOwner')}`, { role: 'owner' }),
    set(`${chats}/${newId()}`, newChat(OTHER_TENANT)),
  ]),
  batch('a message, and under its id another with one more field', false, () => {
    const path = messagePath(OPEN);
    return [set(path, newMessage()), set(path, { ...newMessage(), answered: true })];
  }),
];
