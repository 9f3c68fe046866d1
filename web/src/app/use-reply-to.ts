import type { Question } from 'functions/contracts';
import { useState } from 'react';
import { cardOf, rootOf } from '../features/chat/data/cards.ts';
import type { Parsed } from '../lib/subscription/entry.ts';

/** Which question the next message answers. It belongs to one chat, and stays when the question is answered meanwhile. */
export function useReplyTo(chatId: string | null, questions: ReadonlyMap<string, Parsed<Question>>) {
  const [chosen, setChosen] = useState<{ chatId: string | null; questionId: string } | null>(null);
  const questionId = chosen?.chatId === chatId ? chosen.questionId : null;
  const question = questionId === null ? undefined : questions.get(questionId);
  const card = question && cardOf(rootOf(question), questions);
  return {
    // The answer is for all who wait in the card, and is sent to the question that was chosen.
    replyTo: question ? { ...question, data: card?.data ?? question.data } : null,
    setReplyTo: (next: string | null) => setChosen(next === null ? null : { chatId, questionId: next }),
  };
}
