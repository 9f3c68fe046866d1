import type { ChatRef } from 'functions/contracts';
import { SubAgentInspector } from '../features/sub-agents/components/sub-agent-inspector.tsx';
import type { ChatNow } from './use-chat.ts';

type Props = { chat: ChatRef; subAgentId: string; now: ChatNow; onClose: () => void };

export function ChatInspector({ chat, subAgentId, now, onClose }: Props) {
  const waits = [...now.questionsById.values()].some(
    ({ data }) => data.subAgentId === subAgentId && data.status === 'relayed',
  );
  return (
    <SubAgentInspector
      key={subAgentId}
      chat={chat}
      subAgentId={subAgentId}
      waitsForPerson={waits}
      onClose={onClose}
    />
  );
}
