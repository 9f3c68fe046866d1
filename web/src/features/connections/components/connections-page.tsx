import type { CredentialSummary } from 'functions/contracts';
import { CircleAlert, CircleCheck, CircleDashed, Plug, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useSaving } from '../../../components/form/use-saving.ts';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Empty, linkButton, Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { Problem } from '../../../components/ui/problem.tsx';
import { useNow } from '../../../lib/clock.ts';
import type { Entry, Parsed } from '../../../lib/subscription/entry.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { dayName, timeOfDay } from '../../../lib/time-text.ts';
import { connectionsOf, tryConnection } from '../data/connections.ts';
import { DeleteConnection } from './delete-connection.tsx';

const MINUTE_MS = 60_000;

/** Where agents may go with keys of this tenant's. */
export function ConnectionsPage({ tenantId }: { tenantId: string }) {
  const found = useSubscription(useMemo(() => connectionsOf(tenantId), [tenantId]));
  const add = `/company/${tenantId}/connections/new`;
  return (
    <Page
      title="Connections"
      intro="What agents may reach with keys of yours. The keys are sealed: nobody sees them again, and no model ever does."
      actions={
        <Link to={add} className={linkButton}>
          <Plus size={16} aria-hidden="true" />
          Connect a shop
        </Link>
      }
    >
      {found.status === 'loading' ? <Skeleton rows={2} /> : null}
      {found.status === 'failed' ? <Unreadable what="The connections" /> : null}
      {found.status === 'ready' && found.entries.length === 0 ? (
        <Empty
          title="Nothing is connected yet"
          action={
            <Link to={add} className={linkButton}>
              Connect a shop
            </Link>
          }
        >
          With a WooCommerce shop, agents can look up orders, products and customers; and refund or change
          orders once somebody says yes.
        </Empty>
      ) : null}
      {found.status === 'ready' && found.entries.length > 0 ? (
        <Rows tenantId={tenantId} entries={found.entries} />
      ) : null}
    </Page>
  );
}

function Rows({ tenantId, entries }: { tenantId: string; entries: readonly Entry<CredentialSummary>[] }) {
  return (
    <ul aria-label="Connections" className="space-y-2.5">
      {entries.map((entry) => (
        <li key={entry.id}>
          {entry.ok ? <Row tenantId={tenantId} connection={entry} /> : <BrokenRow error={entry.error} />}
        </li>
      ))}
    </ul>
  );
}

function Row({
  tenantId,
  connection: { id, data },
}: {
  tenantId: string;
  connection: Parsed<CredentialSummary>;
}) {
  const [deleting, setDeleting] = useState(false);
  const { busy, problem, run } = useSaving();
  return (
    <div className="rounded-2xl border border-line bg-surface px-4 py-3.5 shadow-rest">
      <div className="flex flex-wrap items-start gap-3">
        <span className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
          <Plug size={16} aria-hidden="true" />
        </span>
        <div className="min-w-0 flex-1 basis-52">
          <h3 className="font-semibold wrap-anywhere">{data.label}</h3>
          <p className="text-sm text-soft wrap-anywhere">{data.url}</p>
          <p className="text-xs text-faint">Key ends in {data.lastFour}</p>
          <Checked connection={data} />
        </div>
        <div className="flex flex-wrap gap-1.5">
          <Button
            aria-label={`Test ${data.label}`}
            aria-disabled={busy}
            onClick={() =>
              busy ? undefined : void run(async () => void (await tryConnection(tenantId, id)))
            }
          >
            {busy ? 'Testing…' : 'Test'}
          </Button>
          <Link
            to={`/company/${tenantId}/connections/${id}`}
            aria-label={`Change ${data.label}`}
            className="inline-flex min-h-8 items-center rounded-full border border-line bg-surface px-3 text-[0.8125rem] font-medium hover:border-line-strong"
          >
            Change
          </Link>
          <Button look="danger" aria-label={`Delete ${data.label}`} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </div>
      </div>
      <Problem text={problem} />
      {deleting ? (
        <DeleteConnection
          tenantId={tenantId}
          credentialId={id}
          label={data.label}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </div>
  );
}

/** What came of the last try of it. */
function Checked({ connection: { checkedAt, problem } }: { connection: CredentialSummary }) {
  const now = useNow(true, MINUTE_MS);
  const when = checkedAt === null ? '' : `${dayName(checkedAt, now)}, ${timeOfDay(checkedAt)}`;
  if (checkedAt === null) {
    return (
      <p className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-soft">
        <CircleDashed size={15} aria-hidden="true" className="mt-0.5 shrink-0" />
        Not tested yet
      </p>
    );
  }
  return problem === null ? (
    <p className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-accent">
      <CircleCheck size={15} aria-hidden="true" className="mt-0.5 shrink-0" />
      Works ({when})
    </p>
  ) : (
    <p className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-danger-ink">
      <CircleAlert size={15} aria-hidden="true" className="mt-0.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        {problem} ({when})
      </span>
    </p>
  );
}
