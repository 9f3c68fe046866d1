import type { Agent } from 'functions/contracts';
import { Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Monogram } from '../../../components/ui/monogram.tsx';
import { Empty, linkButton, Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { SearchField } from '../../../components/ui/search-field.tsx';
import { parsedOf, type Parsed } from '../../../lib/subscription/entry.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { agentsOf } from '../data/agents.ts';
import { agentsWith, tagsIn } from '../data/agent-list.ts';

/** So many are drawn at first, and again with each "Show more". */
const PAGE = 50;
const TAGS_SHOWN = 12;

/** All agents of a tenant: found by words or a tag; archived ones apart. */
export function AgentsPage({ tenantId }: { tenantId: string }) {
  const found = useSubscription(useMemo(() => agentsOf(tenantId), [tenantId]));
  return (
    <Page
      title="Agents"
      intro="Mother gives work to these. She finds them by their name, description and tags."
      actions={
        <Link to={`/company/${tenantId}/agents/new`} className={linkButton}>
          <Plus size={16} aria-hidden="true" />
          New agent
        </Link>
      }
    >
      {found.status === 'loading' ? <Skeleton /> : null}
      {found.status === 'failed' ? <Unreadable what="The agents" /> : null}
      {found.status === 'ready' ? (
        <>
          {found.entries.map((entry) => (entry.ok ? null : <BrokenRow key={entry.id} error={entry.error} />))}
          <AgentList tenantId={tenantId} agents={parsedOf(found.entries)} />
        </>
      ) : null}
    </Page>
  );
}

function AgentList({ tenantId, agents }: { tenantId: string; agents: readonly Parsed<Agent>[] }) {
  const [filter, setFilter] = useState({ search: '', tag: null as string | null, archived: false });
  const [shown, setShown] = useState(PAGE);
  const input = useRef<HTMLInputElement>(null);
  const change = (next: Partial<typeof filter>) => {
    setFilter({ ...filter, ...next });
    setShown(PAGE);
  };
  const left = agentsWith(agents, filter);
  const archived = agents.filter(({ data }) => data.archivedAt !== null).length;
  if (agents.length === 0) {
    return (
      <Empty
        title="No agents yet"
        action={
          <Link to={`/company/${tenantId}/agents/new`} className={linkButton}>
            Make the first one
          </Link>
        }
      >
        An agent does one kind of work: it has instructions, and the tools that you give it.
      </Empty>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          ref={input}
          label="Search agents"
          value={filter.search}
          onChange={(search) => change({ search })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') change({ search: '' });
          }}
          hint={`${left.length} found`}
        />
        {archived > 0 ? (
          <Button aria-pressed={filter.archived} onClick={() => change({ archived: !filter.archived })}>
            {filter.archived ? 'Show those in use' : `Archived (${archived})`}
          </Button>
        ) : null}
      </div>
      <Tags agents={agents} chosen={filter.tag} onChoose={(tag) => change({ tag })} />
      <ul aria-label="Agents" className="mt-4 space-y-2.5">
        {left.slice(0, shown).map((entry) => (
          <AgentRow key={entry.id} tenantId={tenantId} agent={entry} />
        ))}
      </ul>
      {left.length === 0 ? <p className="mt-4 text-sm text-soft">No agent has these words.</p> : null}
      {left.length > shown ? (
        <Button className="mt-4" onClick={() => setShown(shown + PAGE)}>
          Show more ({left.length - shown})
        </Button>
      ) : null}
    </>
  );
}

type TagsProps = {
  agents: readonly Parsed<Agent>[];
  chosen: string | null;
  onChoose: (tag: string | null) => void;
};

function Tags({ agents, chosen, onChoose }: TagsProps) {
  const tags = useMemo(() => tagsIn(agents), [agents]);
  const shown = tags.slice(0, TAGS_SHOWN);
  if (shown.length === 0) return null;
  return (
    <div role="group" aria-label="Tags" className="mt-2.5 flex flex-wrap gap-1.5">
      {shown.map(({ tag, count }) => (
        <button
          key={tag}
          type="button"
          aria-pressed={tag === chosen}
          onClick={() => onChoose(tag === chosen ? null : tag)}
          className="rounded-full border border-line px-2.5 py-0.5 text-[0.8125rem] text-soft hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-ink"
        >
          {tag} <span className="text-faint">{count}</span>
        </button>
      ))}
    </div>
  );
}

function AgentRow({ tenantId, agent: { id, data } }: { tenantId: string; agent: Parsed<Agent> }) {
  return (
    <li className="relative flex items-start gap-3 rounded-2xl border border-line bg-surface px-4 py-3.5 shadow-rest hover:border-line-strong">
      <Monogram name={data.name} size={32} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-semibold">
          <Link
            to={`/company/${tenantId}/agents/${id}`}
            className="wrap-anywhere after:absolute after:inset-0 after:rounded-2xl"
          >
            {data.name}
          </Link>
          {data.orchestrationEnabled ? null : <Mark>Mother does not use it</Mark>}
          {data.kind === 'deterministic' ? <Mark>No model</Mark> : null}
        </p>
        <p className="line-clamp-2 text-sm text-soft wrap-anywhere">{data.description || 'No description'}</p>
        {data.tags.length === 0 ? null : (
          <p className="mt-1 text-xs text-faint wrap-anywhere">{data.tags.join(' · ')}</p>
        )}
      </div>
      <span className="shrink-0 text-xs text-faint tabular-nums">v{data.version}</span>
    </li>
  );
}

function Mark({ children }: { children: string }) {
  return (
    <span className="rounded-full bg-sunken px-2 text-xs leading-5 font-medium text-soft">{children}</span>
  );
}
