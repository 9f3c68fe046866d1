import type { Run } from 'functions/contracts';
import { CircleAlert, Download, RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Note } from '../../../components/ui/note.tsx';
import { Empty, linkButton, Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { ScrollSection } from '../../../components/ui/scroll-section.tsx';
import { download } from '../../../lib/download.ts';
import { dollarText, figureText } from '../../../lib/money.ts';
import { type Parsed, parsedOf } from '../../../lib/subscription/entry.ts';
import { entriesOf } from '../../../lib/subscription/listing.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { duration } from '../../../lib/time-text.ts';
import { nameIn } from '../data/people.ts';
import { agentsOf, peopleOf } from '../data/runs.ts';
import { runsCsv, runsJson } from '../data/run-export.ts';
import { dayOf, filterIn, outcomeText, type RunFilter, searchOf } from '../data/run-filter.ts';
import { totalOf } from '../data/run-sums.ts';
import { CostPlots } from './cost-plots.tsx';
import { Filters } from './filters.tsx';
import { useRuns } from './use-runs.ts';

const when = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** The audit: what was done, why, by whom, and what it cost. */
export function RunsPage({ tenantId }: { tenantId: string }) {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => filterIn(search), [search]);
  const { runs, load, refresh } = useRuns(tenantId, filter);
  const people = useSubscription(useMemo(() => peopleOf(tenantId), [tenantId]));
  const agents = useSubscription(useMemo(() => agentsOf(tenantId), [tenantId]));
  const names = useMemo(
    () => new Map(parsedOf(entriesOf(people)).map(({ id, data }) => [id, data.name || data.email])),
    [people],
  );
  const personOf = useMemo(() => nameIn(people), [people]);
  const parsed = parsedOf(runs.entries);
  const isFiltered = Object.keys(searchOf(filter)).length > 0;
  return (
    <Page
      title="Runs"
      intro="Each time that Mother or an agent did something. Nobody can change what stands here."
      actions={
        <>
          <Button size="normal" onClick={refresh}>
            <RefreshCw size={15} aria-hidden="true" />
            Refresh
          </Button>
          <Button
            size="normal"
            aria-disabled={parsed.length === 0}
            onClick={() => save('csv', 'text/csv', runsCsv(parsed, personOf))}
          >
            <Download size={15} aria-hidden="true" />
            CSV
          </Button>
          <Button
            size="normal"
            aria-disabled={parsed.length === 0}
            onClick={() => save('json', 'application/json', runsJson(parsed))}
          >
            <Download size={15} aria-hidden="true" />
            JSON
          </Button>
        </>
      }
    >
      <Filters
        filter={filter}
        people={[...names]}
        agents={parsedOf(entriesOf(agents)).map(({ id, data }) => [id, data.name])}
        onChange={(next: RunFilter) => setSearch(searchOf(next), { replace: true })}
      />
      {runs.status === 'loading' ? <Skeleton rows={5} /> : null}
      {runs.status === 'failed' ? <Unreadable what="The runs" /> : null}
      {runs.status === 'ready' && runs.entries.length === 0 ? (
        <NoRuns isFiltered={isFiltered} onAll={() => setSearch({})} />
      ) : null}
      {runs.status === 'ready' && runs.entries.length > 0 ? (
        <>
          <Summary runs={parsed} isAll={runs.next === null} />
          <CostPlots runs={parsed} personOf={personOf} />
          {runs.entries.map((entry) => (entry.ok ? null : <BrokenRow key={entry.id} error={entry.error} />))}
          <Table tenantId={tenantId} runs={parsed} personOf={personOf} />
          <div role="alert">
            {runs.failed ? <NotReadOn onRetry={() => void load(runs.failed?.all === true)} /> : null}
          </div>
          {runs.next ? (
            <div className="mt-4 flex flex-wrap gap-2">
              <Button aria-disabled={runs.busy} onClick={() => void load(false)}>
                {runs.busy ? 'Loading…' : 'Load more'}
              </Button>
              <Button aria-disabled={runs.busy} onClick={() => void load(true)}>
                Load all, up to {figureText(2_000)}
              </Button>
            </div>
          ) : null}
        </>
      ) : null}
    </Page>
  );
}

const save = (extension: string, type: string, content: string): void => {
  download({ name: `runs-${dayOf(Date.now())}.${extension}`, type, content });
};

function NotReadOn({ onRetry }: { onRetry: () => void }) {
  return (
    <div className="mt-4">
      <Note tone="danger" icon={<CircleAlert size={18} aria-hidden="true" />}>
        <p className="min-w-0 flex-1 basis-64">
          More runs could not be read. Check your connection. Those that are here stay.
        </p>
        <Button look="danger" onClick={onRetry}>
          Retry
        </Button>
      </Note>
    </div>
  );
}

function NoRuns({ isFiltered, onAll }: { isFiltered: boolean; onAll: () => void }) {
  if (isFiltered) {
    return (
      <Empty title="No run is like this" action={<Button onClick={onAll}>Show all</Button>}>
        Nothing that was done fits all of these filters.
      </Empty>
    );
  }
  return (
    <Empty
      title="Nothing has been done yet"
      action={
        <Link to="/" className={linkButton}>
          Ask Mother something
        </Link>
      }
    >
      As soon as somebody here writes to Mother, what she and her agents do is listed.
    </Empty>
  );
}

function Summary({ runs, isAll }: { runs: readonly Parsed<Run>[]; isAll: boolean }) {
  const { micros, tokens } = totalOf(runs);
  return (
    <p role="status" className="mb-3 text-sm text-soft">
      {figureText(runs.length)} {runs.length === 1 ? 'run' : 'runs'}
      {isAll ? '' : ' loaded, and there are more'}: {dollarText(micros)}, {figureText(tokens)} tokens. The
      figures and files are of the runs that are loaded.
    </p>
  );
}

type TableProps = { tenantId: string; runs: readonly Parsed<Run>[]; personOf: (uid: string) => string };

function Table({ tenantId, runs, personOf }: TableProps) {
  const cells = 'px-3 py-2 align-top';
  return (
    <ScrollSection
      aria-label="Runs, scrollable"
      className="relative mt-6 overflow-x-auto rounded-2xl border border-line bg-surface shadow-rest"
    >
      <table className="w-full min-w-[40rem] border-collapse text-sm">
        <caption className="sr-only">Runs, the newest first</caption>
        <thead>
          <tr className="text-left text-xs text-soft">
            {['Time', 'Agent', 'For', 'Outcome', 'Took', 'Cost'].map((name) => (
              <th key={name} scope="col" className={`${cells} font-medium`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(({ id, data }) => (
            <tr key={id} className="border-t border-line">
              <td className={`${cells} whitespace-nowrap tabular-nums`}>
                <Link
                  to={`/company/${tenantId}/runs/${id}`}
                  aria-label={`Run of ${data.agentName}, ${when.format(data.createdAt)}`}
                  className="text-accent underline underline-offset-4"
                >
                  {when.format(data.createdAt)}
                </Link>
              </td>
              <td className={`${cells} wrap-anywhere`}>
                {data.agentName}
                {data.agentVersion === null ? null : (
                  <span className="text-xs text-faint"> v{data.agentVersion}</span>
                )}
              </td>
              <td className={`${cells} wrap-anywhere`}>{personOf(data.uid)}</td>
              <td className={`${cells} ${data.outcome === 'failed' ? 'text-danger-ink' : ''}`}>
                {outcomeText[data.outcome]}
              </td>
              <td className={`${cells} whitespace-nowrap tabular-nums`}>{duration(data.ms)}</td>
              <td className={`${cells} whitespace-nowrap tabular-nums`}>{dollarText(data.costMicros)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollSection>
  );
}
