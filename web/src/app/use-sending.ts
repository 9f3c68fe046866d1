import type { Correction, Retry, Stop } from 'functions/contracts';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { forgetTenant } from '../features/auth/data/set-up-tenant.ts';
import { draftKey, returnDraft } from '../features/chat/data/drafts.ts';
import { type Outgoing, wordsOf } from '../features/chat/data/outgoing.ts';
import { sendMessage } from '../features/chat/data/send-message.ts';
import { startChat } from '../features/chat/data/start-chat.ts';
import { writeProblem } from '../lib/write-problem.ts';

type Where = { readonly uid: string; readonly tenantId: string; readonly chatId: string | null };
type Failure = { readonly draftKey: string; readonly text: string };

/** Sends what the person writes. What the server does not take comes back as the draft, with the reason. */
export function useSending({ uid, tenantId, chatId }: Where, say: (text: string) => void) {
  const navigate = useNavigate();
  const [failure, setFailure] = useState<Failure | null>(null);
  const key = draftKey(uid, chatId);

  const failed = (error: unknown, content: string) => {
    const text = writeProblem(error, content !== '');
    console.warn('a write failed', error);
    if (content !== '') returnDraft(key, content);
    setFailure({ draftKey: key, text });
    say(text);
  };
  const store = async (outgoing: Outgoing) => {
    if (chatId !== null) return sendMessage({ uid, chatId }, outgoing);
    const started = startChat({ uid, tenantId, content: outgoing.content });
    await navigate(`/chat/${started.chatId}`);
    await started.stored.catch(async (error: unknown) => {
      forgetTenant(uid);
      await navigate('/', { replace: true });
      throw error;
    });
  };
  const send = (outgoing: Outgoing) => {
    setFailure(null);
    void store(outgoing).catch((error: unknown) => failed(error, wordsOf(outgoing)));
  };

  return {
    problem: failure?.draftKey === key ? failure.text : null,
    say: (content: string, replyTo?: string) =>
      send(replyTo === undefined ? { content } : { content, replyTo }),
    retry: (retry: Retry) => send({ content: '', retry }),
    correct: (correct: Correction) => send({ content: '', correct }),
    stop: (stop: Stop) => send({ content: '', stop }),
  };
}
