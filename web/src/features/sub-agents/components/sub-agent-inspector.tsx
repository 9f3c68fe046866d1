import type { ChatRef, SubAgent } from 'functions/contracts';
import { useMemo } from 'react';
import { Monogram } from '../../../components/ui/monogram.tsx';
import { Sheet } from '../../../components/ui/sheet.tsx';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { inspectedSubAgent } from '../data/sub-agent.ts';
import { transcriptOf } from '../data/transcript.ts';
import { Transcript } from './transcript.tsx';

type Props = {
  chat: ChatRef;
  subAgentId: string;
  /** Whether its question has been relayed to the person. */
  waitsForPerson: boolean;
  onClose: () => void;
};

/** Looks over a sub-agent's shoulder. It is read-only: whoever wants to say something says it in the main chat. */
export function SubAgentInspector({ chat, subAgentId, waitsForPerson, onClose }: Props) {
  const found = useSubscription(useMemo(() => inspectedSubAgent(chat, subAgentId), [chat, subAgentId]));
  const transcript = useSubscription(useMemo(() => transcriptOf(chat, subAgentId), [chat, subAgentId]));
  const agent = found.status === 'ready' && found.entry.ok ? found.entry.data : null;
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={agent?.name ?? 'Agent'}
      mark={<Monogram name={agent?.name ?? 'A'} size={32} />}
      description={
        found.status === 'missing' ? 'This agent is not here any more.' : statusText(agent, waitsForPerson)
      }
    >
      <Transcript transcript={transcript} agentName={agent?.name ?? 'The agent'} waits={waitsForPerson} />
    </Sheet>
  );
}

function statusText(agent: SubAgent | null, waitsForPerson: boolean): string {
  if (!agent) return 'Looking it up';
  switch (agent.status) {
    case 'active':
      return `${agent.progress.verb}, step ${agent.progress.step}`;
    case 'waiting_for_user':
      return waitsForPerson
        ? 'Waiting for your answer in the main chat'
        : 'Mother is checking whether she knows the answer';
    case 'completed':
      return 'Done';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Stopped';
    default:
      return agent.status satisfies never;
  }
}
