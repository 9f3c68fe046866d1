import { type ChatRef, type Message, message, paths } from 'functions/contracts';
import { collection, limit, orderBy, query } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** So many messages of a chat are loaded. */
export const SHOWN = 200;

/** The newest messages of a chat, the newest first; what this page is still sending is among them. */
export const messagesOf = (ref: ChatRef): Source<Listing<Message>> =>
  listing(
    query(collection(db(), paths.messages.all(ref)), orderBy('createdAt', 'desc'), limit(SHOWN)),
    message,
  );
