import { type ChatRef, message, paths, question, task } from 'functions/contracts';
import { collection } from 'firebase/firestore';
import type { Exported } from '../features/chat/data/export.ts';
import { db } from '../lib/firebase/firestore.ts';
import { readAll } from '../lib/subscription/read-all.ts';

export type ChatContent = Pick<Exported, 'messages' | 'tasks' | 'questions' | 'complete'>;

/** A whole chat, however long; where the server cannot be reached, `loaded`: what the page has of it. */
export async function readChat(ref: ChatRef, loaded: Omit<ChatContent, 'complete'>): Promise<ChatContent> {
  try {
    if (!navigator.onLine) return { ...loaded, complete: false };
    const [messages, tasks, questions] = await Promise.all([
      readAll(collection(db(), paths.messages.all(ref)), message),
      readAll(collection(db(), paths.tasks.all(ref)), task),
      readAll(collection(db(), paths.questions.all(ref)), question),
    ]);
    return { messages, tasks, questions, complete: true };
  } catch (error) {
    console.warn('reading a chat as a whole failed', error);
    return { ...loaded, complete: false };
  }
}
