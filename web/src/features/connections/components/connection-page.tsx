import type { CredentialSummary } from 'functions/contracts';
import { useEffect, useMemo, useState } from 'react';
import { useForm, useFormState } from 'react-hook-form';
import { Link, useNavigate } from 'react-router';
import { Group, TextField } from '../../../components/form/field.tsx';
import { keepTyped } from '../../../components/form/keep-typed.ts';
import { SaveBar } from '../../../components/form/save-bar.tsx';
import { UnsavedGuard } from '../../../components/form/unsaved-guard.tsx';
import { useSaving } from '../../../components/form/use-saving.ts';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { checkedBy } from '../../../lib/form.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { connectionsOf, newConnectionId, storeConnection, tryConnection } from '../data/connections.ts';
import { connectionForm } from '../data/connection-form.ts';

type Props = { tenantId: string; credentialId: string | null };

/** A shop: its address, and keys that can be written and never read. */
export function ConnectionPage({ tenantId, credentialId }: Props) {
  const [fresh] = useState(newConnectionId);
  if (credentialId === null) {
    return (
      <Page
        title="Connect a WooCommerce shop"
        intro="In the shop’s admin: WooCommerce, Settings, Advanced, REST API, Add key. Read is enough to look things up; Read/Write to change them."
      >
        <ConnectionForm tenantId={tenantId} credentialId={fresh} stored={null} />
      </Page>
    );
  }
  return <Existing tenantId={tenantId} credentialId={credentialId} />;
}

function Existing({ tenantId, credentialId }: { tenantId: string; credentialId: string }) {
  const found = useSubscription(useMemo(() => connectionsOf(tenantId), [tenantId]));
  if (found.status === 'loading') return <Skeleton />;
  if (found.status === 'failed') return <Unreadable what="This connection" />;
  const entry = found.entries.find(({ id }) => id === credentialId);
  if (!entry) return <Page title="This connection is not here">It may have been deleted.</Page>;
  if (!entry.ok) return <BrokenRow error={entry.error} />;
  return (
    <Page title={entry.data.label}>
      <ConnectionForm tenantId={tenantId} credentialId={credentialId} stored={entry.data} />
    </Page>
  );
}

type FormProps = { tenantId: string; credentialId: string; stored: CredentialSummary | null };

function ConnectionForm({ tenantId, credentialId, stored }: FormProps) {
  const navigate = useNavigate();
  const { busy, saved, problem, run } = useSaving();
  const [outcome, setOutcome] = useState<{ ok: boolean; words: string } | null>(null);
  /** What the form was filled from, or what it has stored since: it is checked against that. */
  const [kept, setKept] = useState<Pick<CredentialSummary, 'url' | 'lastFour'> | null>(stored);
  const form = useForm({
    resolver: checkedBy(connectionForm(kept)),
    defaultValues: {
      label: stored?.label ?? '',
      url: stored?.url ?? '',
      consumerKey: '',
      consumerSecret: '',
    },
  });
  const { register, handleSubmit } = form;
  const { errors, isDirty } = useFormState(form);
  const save = handleSubmit(async ({ label, url, keys }) => {
    if (busy) return;
    setOutcome(null);
    const fill = keepTyped(form);
    await run(async () => {
      await storeConnection({ tenantId, credentialId, kind: 'woocommerce', label, url, keys });
      setKept({ url, lastFour: keys === null && kept ? kept.lastFour : '' });
      fill({ label, url, consumerKey: '', consumerSecret: '' });
      // It is saved, whatever the shop says.
      const tried = await tryConnection(tenantId, credentialId).catch((error: unknown) => {
        console.warn('the connection could not be tested', error);
        return null;
      });
      setOutcome(tried);
    });
  });
  // A slow shop answers late: whoever has gone on writing, or elsewhere, stays there.
  const isDone = outcome?.ok === true && !busy && !isDirty;
  useEffect(() => {
    if (isDone) void navigate(`/company/${tenantId}/connections`);
  }, [isDone, navigate, tenantId]);
  return (
    <form noValidate autoComplete="off" onSubmit={(event) => void save(event)} className="space-y-4">
      <UnsavedGuard dirty={isDirty && !busy} />
      <Group title="The shop">
        <TextField
          label="Name"
          hint="As people here call it."
          problem={errors.label?.message}
          {...register('label')}
        />
        <TextField
          label="Address"
          type="url"
          inputMode="url"
          placeholder="https://shop.example.com"
          hint="The keys are sent to this host, and to no other."
          problem={errors.url?.message}
          {...register('url')}
        />
      </Group>
      <Group title="Keys" hint={kept ? keepText(kept) : undefined}>
        <TextField
          label="Consumer key"
          type="password"
          autoComplete="new-password"
          problem={errors.consumerKey?.message}
          {...register('consumerKey')}
        />
        <TextField
          label="Consumer secret"
          type="password"
          autoComplete="new-password"
          problem={errors.consumerSecret?.message}
          {...register('consumerSecret')}
        />
      </Group>
      <SaveBar
        verb="Save and test"
        busy={busy}
        dirty={isDirty}
        saved={saved}
        problem={
          problem ?? (outcome && !outcome.ok ? `It is saved, but it does not work: ${outcome.words}` : null)
        }
      >
        <Link
          to={`/company/${tenantId}/connections`}
          className="inline-flex min-h-10 items-center rounded-full px-4 text-soft hover:bg-sunken hover:text-ink"
        >
          Back
        </Link>
      </SaveBar>
    </form>
  );
}

const keepText = ({ lastFour }: Pick<CredentialSummary, 'lastFour'>): string =>
  `${lastFour === '' ? 'They are sealed' : `It ends in ${lastFour}`}; leave both empty to keep them.`;
