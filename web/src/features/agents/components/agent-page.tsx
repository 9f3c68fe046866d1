import type { Agent } from 'functions/contracts';
import { type ComponentType, useMemo } from 'react';
import { Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { parsedOf } from '../../../lib/subscription/entry.ts';
import { entriesOf } from '../../../lib/subscription/listing.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { agentAt, agentsOf, type Trial } from '../data/agents.ts';
import { tagsIn } from '../data/agent-list.ts';
import { AgentForm } from './agent-form.tsx';
import { ArchiveButton } from './archive-button.tsx';

type Props = {
  tenantId: string;
  agentId: string;
  /** It need not be there yet: this is where it is made. */
  isNew: boolean;
  /** Draws what a try does, live. */
  Trying: ComponentType<Trial>;
};

function useTagsInUse(tenantId: string): readonly string[] {
  const all = useSubscription(useMemo(() => agentsOf(tenantId), [tenantId]));
  return useMemo(() => tagsIn(parsedOf(entriesOf(all))).map(({ tag }) => tag), [all]);
}

/** One agent: its form, and the way out of use. The form stays where it is when the first save makes the agent. */
export function AgentPage({ tenantId, agentId, isNew, Trying }: Props) {
  const inUse = useTagsInUse(tenantId);
  const found = useSubscription(useMemo(() => agentAt(tenantId, agentId), [tenantId, agentId]));
  if (found.status === 'loading') {
    return (
      <Page title="Agent">
        <Skeleton rows={4} />
      </Page>
    );
  }
  if (found.status === 'failed') {
    return (
      <Page title="Agent">
        <Unreadable what="This agent" />
      </Page>
    );
  }
  if (found.status === 'missing' && !isNew) {
    return <Page title="This agent is not here">It may have been made in another company.</Page>;
  }
  if (found.status === 'ready' && !found.entry.ok) {
    return (
      <Page title="Agent">
        <BrokenRow error={found.entry.error} />
      </Page>
    );
  }
  const agent = found.status === 'ready' && found.entry.ok ? found.entry.data : null;
  return (
    <Page
      title={agent?.name ?? 'New agent'}
      intro={introOf(agent)}
      actions={agent ? <ArchiveButton tenantId={tenantId} agentId={agentId} agent={agent} /> : null}
    >
      <AgentForm
        key={agentId}
        tenantId={tenantId}
        agentId={agentId}
        agent={agent}
        inUse={inUse}
        Trying={Trying}
      />
    </Page>
  );
}

function introOf(agent: Agent | null): string {
  if (!agent) return 'What it is for, how it works, and what it may use.';
  return agent.archivedAt === null
    ? `Version ${agent.version}. A change makes the next one; what runs goes on with its own.`
    : 'Archived: it gets no new tasks. Its runs and versions stay.';
}
