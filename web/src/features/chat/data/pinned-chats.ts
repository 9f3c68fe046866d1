import { type Chat, chat, paths } from 'functions/contracts';
import { collection, limit, query, where } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const SHOWN = 50;

/** One person's pinned chats, however long ago they were used, in no order. */
export const pinnedChatsOf = (uid: string): Source<Listing<Chat>> =>
  listing(query(collection(db(), paths.chats(uid)), where('pinned', '==', true), limit(SHOWN)), chat);
