import { type Chat, chat, paths } from 'functions/contracts';
import { collection, limit, orderBy, query, where } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const SHOWN = 50;

/** One person's chats, the newest first. */
export const chatsOf = (uid: string): Source<Listing<Chat>> =>
  listing(query(collection(db(), paths.chats(uid)), orderBy('lastMessageAt', 'desc'), limit(SHOWN)), chat);

/** Those of one tenant, which may all be older than the newest. */
export const chatsIn = (uid: string, tenantId: string): Source<Listing<Chat>> =>
  listing(
    query(
      collection(db(), paths.chats(uid)),
      where('tenantId', '==', tenantId),
      orderBy('lastMessageAt', 'desc'),
      limit(SHOWN),
    ),
    chat,
  );
