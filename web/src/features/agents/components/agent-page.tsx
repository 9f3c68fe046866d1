import type { Agent } from 'functions/contracts';
import { type ComponentType, useMemo, useState } from 'react';
import { Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { parsedOf } from '../../../lib/subscription/entry.ts';
import { entriesOf } from '../../../lib/subscription/listing.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { agentAt, agentsOf, newId, type Trial } from '../data/agents.ts';
import { tagsIn } from '../data/agent-list.ts';
import { AgentForm } from './agent-form.tsx';
import { ArchiveButton } from './archive-button.tsx';

type Props = {
  tenantId: string;
  /** Null: one that is not there yet. */
  agentId: string | null;
  /** Draws what a try does, live. */
  Trying: ComponentType<Trial>;
};

/** One agent: its form, and the way out of use. */
export function AgentPage({ tenantId, agentId, Trying }: Props) {
  const inUse = useTagsInUse(tenantId);
  const [fresh] = useState(newId);
  if (agentId === null) {
    return (
      <Page title="New agent" intro="What it is for, how it works, and what it may use.">
        <AgentForm tenantId={tenantId} agentId={fresh} agent={null} inUse={inUse} Trying={Trying} />
      </Page>
    );
  }
  return <Existing tenantId={tenantId} agentId={agentId} inUse={inUse} Trying={Trying} />;
}

function useTagsInUse(tenantId: string): readonly string[] {
  const all = useSubscription(useMemo(() => agentsOf(tenantId), [tenantId]));
  return useMemo(() => tagsIn(parsedOf(entriesOf(all))).map(({ tag }) => tag), [all]);
}

type ExistingProps = Props & { agentId: string; inUse: readonly string[] };

function Existing({ tenantId, agentId, inUse, Trying }: ExistingProps) {
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
  if (found.status === 'missing') {
    return <Page title="This agent is not here">It may have been made in another company.</Page>;
  }
  if (!found.entry.ok) {
    return (
      <Page title="Agent">
        <BrokenRow error={found.entry.error} />
      </Page>
    );
  }
  const agent: Agent = found.entry.data;
  const { archivedAt, name, version } = agent;
  return (
    <Page
      title={name}
      intro={
        archivedAt === null
          ? `Version ${version}. A change makes the next one; what runs goes on with its own.`
          : 'Archived: it gets no new tasks. Its runs and versions stay.'
      }
      actions={<ArchiveButton tenantId={tenantId} agentId={agentId} agent={agent} />}
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
