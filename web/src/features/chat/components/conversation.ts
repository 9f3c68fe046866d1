import type { ChatRef, Consent, ErrorCode, Question, Task } from 'functions/contracts';
import { type ComponentType, createContext, use } from 'react';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import type { Attention } from '../data/receipt.ts';
import type { Stopping } from '../data/stopping.ts';

/** What the rows of one conversation need to know of each other, and what can be done from them. */
export type Conversation = {
  readonly chat: ChatRef;
  readonly questions: ReadonlyMap<string, Parsed<Question>>;
  readonly attention: Attention;
  /** Questions that an answer is on its way to. */
  readonly pendingAnswers: ReadonlySet<string>;
  /** Messages that another try was asked of. */
  readonly retried: ReadonlySet<string>;
  /** What a stop is on its way to. */
  readonly stopping: Stopping;
  /** By question: the right answer that the person has sent. */
  readonly corrections: ReadonlyMap<string, string>;
  /** Whose work a task is. */
  readonly agentOf: (taskId: string) => string | undefined;
  readonly taskOf: (taskId: string) => Task | undefined;
  /** Whether the person may allow what only an admin of the tenant may. */
  readonly isAdmin: boolean;
  /** Draws the block of a task. */
  readonly Block: ComponentType<{ id: string }>;
  /** Draws the way to what mends an error. */
  readonly WayOut: ComponentType<{ code: ErrorCode; agentId: null }>;
  readonly answer: (questionId: string, text: string) => void;
  readonly correct: (questionId: string, answer: string) => void;
  readonly respond: (questionId: string) => void;
  /** A yes or no to a call that waits for it. */
  readonly decide: (consent: Consent) => void;
  readonly retry: (messageId: string) => void;
  /** Puts words back into the composer. */
  readonly edit: (text: string) => void;
};

export const ConversationContext = createContext<Conversation | null>(null);

export function useConversation(): Conversation {
  const conversation = use(ConversationContext);
  if (!conversation) throw new Error('A row of a conversation is drawn outside of one.');
  return conversation;
}
