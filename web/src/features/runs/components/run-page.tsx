import { type Run, shown } from 'functions/contracts';
import { ArrowLeft } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { ErrorCard } from '../../../components/ui/error-card.tsx';
import { Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { dollarText, figureText } from '../../../lib/money.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { duration } from '../../../lib/time-text.ts';
import { nameIn } from '../data/people.ts';
import { peopleOf, runAt } from '../data/runs.ts';
import { outcomeText } from '../data/run-filter.ts';
import { RunStep } from './run-step.tsx';

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

/** One run: everything that was done in it, in order. */
export function RunPage({ tenantId, runId }: { tenantId: string; runId: string }) {
  const found = useSubscription(useMemo(() => runAt(runId), [runId]));
  return (
    <>
      <p className="mx-auto w-full max-w-[56rem] px-4 pt-5 sm:px-6">
        <Link
          to={`/company/${tenantId}/runs`}
          className="inline-flex items-center gap-1.5 text-sm text-soft hover:text-ink"
        >
          <ArrowLeft size={15} aria-hidden="true" />
          All runs
        </Link>
      </p>
      {found.status === 'loading' ? (
        <Page title="Run">
          <Skeleton rows={4} />
        </Page>
      ) : null}
      {found.status === 'failed' || found.status === 'missing' ? (
        <Page title="Run">
          <Unreadable what="This run" />
        </Page>
      ) : null}
      {found.status === 'ready' && !found.entry.ok ? <BrokenRow error={found.entry.error} /> : null}
      {found.status === 'ready' && found.entry.ok ? (
        <Timeline tenantId={tenantId} run={found.entry.data} />
      ) : null}
    </>
  );
}

function Timeline({ tenantId, run }: { tenantId: string; run: Run }) {
  const people = useSubscription(useMemo(() => peopleOf(tenantId), [tenantId]));
  const { usage } = run;
  const facts: readonly (readonly [string, string])[] = [
    ['For', nameIn(people)(run.uid)],
    ['Agent', run.agentVersion === null ? run.agentName : `${run.agentName}, version ${run.agentVersion}`],
    ['Outcome', outcomeText[run.outcome]],
    ['Took', duration(run.ms)],
    ['Cost', dollarText(run.costMicros)],
    [
      'Tokens',
      `${figureText(usage.inputTokens)} in (${figureText(usage.cachedTokens)} cached), ${figureText(usage.outputTokens)} out`,
    ],
    ...(run.feedback
      ? [
          [
            'Feedback',
            `${run.feedback.rating}${run.feedback.comment === '' ? '' : `: ${run.feedback.comment}`}`,
          ] as const,
        ]
      : []),
  ];
  return (
    <Page
      title={`${run.agentName}: ${outcomeText[run.outcome].toLowerCase()}`}
      intro={time.format(run.createdAt)}
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {run.error ? (
        <div className="mt-4">
          <ErrorCard error={shown(run.error)} />
        </div>
      ) : null}
      <h3 className="mt-6 text-base font-semibold tracking-tight">What was done</h3>
      {run.steps.length === 0 ? (
        <p className="mt-2 text-sm text-soft">Nothing that needed a model or a tool.</p>
      ) : (
        <ol className="mt-3 space-y-3 border-l-2 border-line pl-5">
          {run.steps.map((step, index) => (
            <li key={index}>
              <RunStep step={step} />
            </li>
          ))}
        </ol>
      )}
    </Page>
  );
}
