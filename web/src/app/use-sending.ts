import type { Consent, Correction, Retry, Stop } from 'functions/contracts';
import { useNavigate } from 'react-router';
import { forgetTenant } from '../features/auth/data/set-up-tenant.ts';
import { draftKey, tellProblem, useDraftProblem } from '../features/chat/data/drafts.ts';
import type { Outgoing } from '../features/chat/data/outgoing.ts';
import { compose, deliver } from '../features/chat/data/send-message.ts';
import { takeBack } from '../features/chat/data/take-back.ts';

type Where = { readonly uid: string; readonly tenantId: string; readonly chatId: string | null };

/** Sends what the person writes. What the server does not take comes back as the draft, with the reason. */
export function useSending({ uid, tenantId, chatId }: Where, say: (text: string) => void) {
  const navigate = useNavigate();
  const key = draftKey(uid, chatId);

  const send = async (outgoing: Outgoing) => {
    tellProblem(key, null);
    const unsent = compose({ uid, tenantId, chatId }, outgoing);
    const stored = deliver(uid, unsent);
    if (chatId === null) void navigate(`/chat/${unsent.chatId}`);
    try {
      await stored;
    } catch (error) {
      if (chatId === null) {
        forgetTenant(uid);
        // Whoever has gone elsewhere meanwhile stays there.
        if (location.pathname === `/chat/${unsent.chatId}`) await navigate('/', { replace: true });
      }
      say(takeBack(uid, unsent, error));
    }
  };

  return {
    problem: useDraftProblem(key),
    say: (content: string, replyTo?: string) =>
      void send(replyTo === undefined ? { content } : { content, replyTo }),
    retry: (retry: Retry) => void send({ content: '', retry }),
    consent: (consent: Consent) => void send({ content: '', consent }),
    correct: (correct: Correction) => void send({ content: '', correct }),
    stop: (stop: Stop) => void send({ content: '', stop }),
  };
}
