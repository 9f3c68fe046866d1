import type { ChatRef } from 'functions/contracts';
import { useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { isBeginning } from '../features/chat/data/unsent.ts';
import { LOADING } from '../lib/subscription/listing.ts';
import { useChanged } from './changes.ts';
import { ChatScreen } from './chat-screen.tsx';
import { useMember } from './member.ts';
import { useChat } from './use-chat.ts';

/** The page of a chat, or of the one that is not there yet. */
export function ChatPage() {
  const { chatId } = useParams();
  const { person } = useMember();
  const [query, setQuery] = useSearchParams();
  const ref = useMemo<ChatRef | null>(
    () => (chatId ? { uid: person.uid, chatId } : null),
    [person.uid, chatId],
  );
  const stored = useChat(ref);
  const chat = useChanged(stored.chat);
  const isAwaited = chat.status === 'missing' && ref !== null && isBeginning(ref.uid, ref.chatId);
  const now = { ...stored, chat: isAwaited ? LOADING : chat };
  return (
    <ChatScreen
      chat={ref}
      now={now}
      inspected={query.get('agent')}
      onInspect={(subAgentId) =>
        // What is closed is not opened again by the way back.
        subAgentId === null ? setQuery({}, { replace: true }) : setQuery({ agent: subAgentId })
      }
    />
  );
}
