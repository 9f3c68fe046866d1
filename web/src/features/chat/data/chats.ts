import { type Chat, chat, paths } from 'functions/contracts';
import { collection, limit, orderBy, query } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const SHOWN = 50;

/** One person's chats, the newest first. */
export const chatsOf = (uid: string): Source<Listing<Chat>> =>
  listing(query(collection(db(), paths.chats(uid)), orderBy('lastMessageAt', 'desc'), limit(SHOWN)), chat);
