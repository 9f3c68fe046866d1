import type { Chat } from 'functions/contracts';
import { useCallback, useMemo, useState } from 'react';
import { type ChatChange, withChanges } from '../features/chat/data/chat-changes.ts';
import { mergeChats } from '../features/chat/data/chat-groups.ts';
import { CHATS_AT_ONCE, chatsIn, chatsOf } from '../features/chat/data/chats.ts';
import { pinnedChatsOf } from '../features/chat/data/pinned-chats.ts';
import { isListedIn } from '../features/tenants/data/working-in.ts';
import { isParsed } from '../lib/subscription/entry.ts';
import { entriesOf, type Listing, LOADING } from '../lib/subscription/listing.ts';
import { constant, type Source, useSubscription } from '../lib/subscription/source.ts';
import { type Member, useMember } from './member.ts';

const NOTHING = constant(LOADING);

/** Whether chats that are older than those of the list can be listed too. */
export type Older = 'none' | 'there' | 'loading';

/**
 * The newest chats of the person in all tenants, and those of the one that they work in, as they have left them; older
 * ones once they ask for them.
 */
export function useChatList(changes: readonly ChatChange[]) {
  const { person, personalId, tenantId, tenancies } = useMember();
  const { uid } = person;
  // Whoever is in one tenant only has all of their chats there.
  const several = tenancies.length > 1;
  const [most, setMost] = useState(CHATS_AT_ONCE);
  const all = useMemo(() => chatsOf(uid, most), [uid, most]);
  const inOne = useMemo(
    (): Source<Listing<Chat>> => (several ? chatsIn(uid, tenantId, most) : NOTHING),
    [uid, tenantId, several, most],
  );
  const newest = useGrowing(all, most);
  const here = useGrowing(inOne, most);
  const pinned = useSubscription(useMemo(() => pinnedChatsOf(uid), [uid]));
  const chats = useMemo((): Listing<Chat> => {
    if (newest.listing.status !== 'ready') return newest.listing;
    const entries = mergeChats(
      mergeChats(newest.listing.entries, entriesOf(here.listing)),
      entriesOf(pinned),
    );
    return { ...newest.listing, entries: entries.map((entry) => withChanges(entry, changes)) };
  }, [newest.listing, pinned, here.listing, changes]);
  // On their own, a person finds chats of companies that they have left as well.
  const older = olderThan([
    ...(several ? [here] : []),
    ...(!several || tenantId === personalId ? [newest] : []),
  ]);
  const showOlder = useCallback(() => setMost((now) => now + CHATS_AT_ONCE), []);
  return { chats, older, showOlder };
}

type Growing = { readonly listing: Listing<Chat>; readonly most: number; readonly grows: boolean };

/** What is listed stays until the longer list that was asked for is there. */
function useGrowing(source: Source<Listing<Chat>>, most: number): Growing {
  const next = useSubscription(source);
  const [kept, setKept] = useState({ listing: next, most });
  const isThere = next.status === 'failed' || (next.status === 'ready' && next.live);
  const now = kept.most === most || isThere ? { listing: next, most } : kept;
  if (now.listing !== kept.listing || now.most !== kept.most) setKept(now);
  return { ...now, grows: now.most < most };
}

function olderThan(lists: readonly Growing[]): Older {
  if (lists.some(({ grows }) => grows)) return 'loading';
  return lists.some(({ listing, most }) => entriesOf(listing).length >= most) ? 'there' : 'none';
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
