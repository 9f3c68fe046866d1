import type { Chat } from 'functions/contracts';
import { useMemo } from 'react';
import { type ChatChange, withChanges } from '../features/chat/data/chat-changes.ts';
import { mergeChats } from '../features/chat/data/chat-groups.ts';
import { chatsIn, chatsOf } from '../features/chat/data/chats.ts';
import { pinnedChatsOf } from '../features/chat/data/pinned-chats.ts';
import { isListedIn } from '../features/tenants/data/working-in.ts';
import { isParsed } from '../lib/subscription/entry.ts';
import { entriesOf, type Listing, LOADING } from '../lib/subscription/listing.ts';
import { constant, useSubscription } from '../lib/subscription/source.ts';
import { type Member, useMember } from './member.ts';

const NOTHING = constant(LOADING);

/** The newest chats of the person in all tenants, and those of the one that they work in, as they have left them. */
export function useChatList(changes: readonly ChatChange[]): Listing<Chat> {
  const { person, tenantId, tenancies } = useMember();
  const { uid } = person;
  // Whoever is in one tenant only has all of their chats there.
  const several = tenancies.length > 1;
  const newest = useSubscription(useMemo(() => chatsOf(uid), [uid]));
  const pinned = useSubscription(useMemo(() => pinnedChatsOf(uid), [uid]));
  const here = useSubscription<Listing<Chat>>(
    useMemo(() => (several ? chatsIn(uid, tenantId) : NOTHING), [uid, tenantId, several]),
  );
  return useMemo(() => {
    if (newest.status !== 'ready') return newest;
    const entries = mergeChats(mergeChats(newest.entries, entriesOf(here)), entriesOf(pinned));
    return { ...newest, entries: entries.map((entry) => withChanges(entry, changes)) };
  }, [newest, pinned, here, changes]);
}

/** Of all chats those that are listed where the person works. */
export function listedHere(chats: Listing<Chat>, where: Member): Listing<Chat> {
  if (chats.status !== 'ready') return chats;
  const at = {
    tenantId: where.tenantId,
    personalId: where.personalId,
    all: where.known ? where.tenancies : null,
  };
  return {
    ...chats,
    entries: chats.entries.filter((entry) => !isParsed(entry) || isListedIn(entry.data.tenantId, at)),
  };
}
