import type { Question } from 'functions/contracts';
import { useState } from 'react';
import type { Parsed } from '../lib/subscription/entry.ts';

/** Which question the next message answers. It belongs to one chat, and stays when the question is answered meanwhile. */
export function useReplyTo(chatId: string | null, questions: ReadonlyMap<string, Parsed<Question>>) {
  const [chosen, setChosen] = useState<{ chatId: string | null; questionId: string } | null>(null);
  const questionId = chosen?.chatId === chatId ? chosen.questionId : null;
  return {
    replyTo: (questionId === null ? undefined : questions.get(questionId)) ?? null,
    setReplyTo: (next: string | null) => setChosen(next === null ? null : { chatId, questionId: next }),
  };
}
