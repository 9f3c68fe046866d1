import type { ChatRef } from 'functions/contracts';
import { onDemand } from '../lib/on-demand.ts';
import type { ChatNow } from './use-chat.ts';

const SubAgentInspector = onDemand(
  async () => (await import('../features/sub-agents/components/sub-agent-inspector.tsx')).SubAgentInspector,
);

type Props = { chat: ChatRef; subAgentId: string; now: ChatNow; onClose: () => void };

export function ChatInspector({ chat, subAgentId, now, onClose }: Props) {
  const waits = [...now.questionsById.values()].some(
    ({ data }) => data.subAgentId === subAgentId && data.status === 'relayed',
  );
  return <SubAgentInspector key={subAgentId} of={{ chat, subAgentId, waitsForPerson: waits, onClose }} />;
}
