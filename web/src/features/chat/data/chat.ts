import { type Chat, chat, type ChatRef, paths } from 'functions/contracts';
import { doc } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { document, type Single } from '../../../lib/subscription/document.ts';
import type { Source } from '../../../lib/subscription/source.ts';

export const chatAt = (ref: ChatRef): Source<Single<Chat>> => document(doc(db(), paths.chat(ref)), chat);
