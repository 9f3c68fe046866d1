import { type Chat, chat, paths } from 'functions/contracts';
import { collection, limit, orderBy, query, where } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** So many are listed at first, and so many more each time. */
export const CHATS_AT_ONCE = 50;

/** One person's chats, the newest first, so many at most. */
export const chatsOf = (uid: string, most: number): Source<Listing<Chat>> =>
  listing(query(collection(db(), paths.chats(uid)), orderBy('lastMessageAt', 'desc'), limit(most)), chat);

/** Those of one tenant, which may all be older than the newest. */
export const chatsIn = (uid: string, tenantId: string, most: number): Source<Listing<Chat>> =>
  listing(
    query(
      collection(db(), paths.chats(uid)),
      where('tenantId', '==', tenantId),
      orderBy('lastMessageAt', 'desc'),
      limit(most),
    ),
    chat,
  );
