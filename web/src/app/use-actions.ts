import type { Consent, Question, Stop } from 'functions/contracts';
import type { RefObject } from 'react';
import { returnDraft } from '../features/chat/data/drafts.ts';
import type { Parsed } from '../lib/subscription/entry.ts';
import { messageElement, reveal, taskElement } from '../lib/reveal.ts';
import type { useReplyTo } from './use-reply-to.ts';
import type { useSending } from './use-sending.ts';

type Parts = {
  input: RefObject<HTMLTextAreaElement | null>;
  draftKey: string;
  questions: ReadonlyMap<string, Parsed<Question>>;
  /** The message that a question is drawn in, if it is loaded. */
  cardOf: (questionId: string) => string | undefined;
  sending: ReturnType<typeof useSending>;
  reply: ReturnType<typeof useReplyTo>;
};

/** What a person can do in a chat. Whatever it is, the cursor ends up where one writes. */
export function useActions({ input, draftKey, questions, cardOf, sending, reply }: Parts) {
  const focus = () => input.current?.focus({ preventScroll: true });
  // On a touch screen the cursor would raise the keyboard, for somebody who writes nothing.
  const focusByMouse = () => {
    if (window.matchMedia('(hover: hover)').matches) focus();
  };
  return {
    /** Respond: shows the block, and lets the next message answer its question. */
    respond: (questionId: string) => {
      const question = questions.get(questionId);
      if (question?.data.consent) {
        // Nothing can be written that would allow it: its own buttons are the only way.
        const card = cardOf(questionId);
        const shown = card === undefined ? taskElement(question.data.taskId) : messageElement(card);
        reveal(shown, { focus: true });
        return;
      }
      if (question) reveal(taskElement(question.data.taskId), { focus: false });
      reply.setReplyTo(questionId);
      focus();
    },
    /** An answer by one button. */
    answer: (questionId: string, text: string) => {
      if (reply.replyTo?.id === questionId) reply.setReplyTo(null);
      sending.say(text, questionId);
      focus();
    },
    send: (content: string) => {
      reply.setReplyTo(null);
      sending.say(content, reply.replyTo?.id);
    },
    edit: (text: string) => {
      returnDraft(draftKey, text);
      focus();
    },
    /** The right answer in place of one that an agent went on from. */
    correct: (questionId: string, answer: string) => {
      sending.correct({ questionId, answer });
      focusByMouse();
    },
    decide: (consent: Consent) => {
      sending.consent(consent);
      focusByMouse();
    },
    stop: (stop: Stop) => {
      sending.stop(stop);
      focusByMouse();
    },
    retryMessage: (id: string) => sending.retry({ kind: 'message', id }),
    retryTask: (id: string) => sending.retry({ kind: 'task', id }),
  };
}
