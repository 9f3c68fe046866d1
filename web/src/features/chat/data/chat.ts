import { type Chat, chat, type ChatRef, paths } from 'functions/contracts';
import { doc } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { createdHere, type Single } from '../../../lib/subscription/document.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** The page listens to a chat as soon as it sends its first message. */
export const chatAt = (ref: ChatRef): Source<Single<Chat>> => createdHere(doc(db(), paths.chat(ref)), chat);
