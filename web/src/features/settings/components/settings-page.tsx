import { renameTenant, type Tenant } from 'functions/contracts';
import { useMemo, useState } from 'react';
import { useForm, useFormState, useWatch } from 'react-hook-form';
import { Link } from 'react-router';
import { CheckField, Group, TextField, AreaField } from '../../../components/form/field.tsx';
import { keepTyped, useFollowing } from '../../../components/form/keep-typed.ts';
import { SaveBar } from '../../../components/form/save-bar.tsx';
import { UnsavedGuard } from '../../../components/form/unsaved-guard.tsx';
import { useSaving } from '../../../components/form/use-saving.ts';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { Problem } from '../../../components/ui/problem.tsx';
import { checkedBy } from '../../../lib/form.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { rename, storeOrchestration, tenantAt } from '../data/settings.ts';
import { changesBetween, formOf, settingsForm, thresholdText } from '../data/settings-form.ts';
import { BudgetField } from './budget-field.tsx';
import { MotherField } from './mother-field.tsx';

/** How a tenant is called, and how Mother works there. */
export function SettingsPage({ tenantId }: { tenantId: string }) {
  const found = useSubscription(useMemo(() => tenantAt(tenantId), [tenantId]));
  return (
    <Page title="Settings" intro="They hold for everybody here, from the next message on.">
      {found.status === 'loading' ? <Skeleton rows={4} /> : null}
      {found.status === 'failed' || found.status === 'missing' ? <Unreadable what="The settings" /> : null}
      {found.status === 'ready' && !found.entry.ok ? <BrokenRow error={found.entry.error} /> : null}
      {found.status === 'ready' && found.entry.ok ? (
        <div className="space-y-4">
          <NextSteps tenantId={tenantId} />
          <NameForm tenantId={tenantId} name={found.entry.data.name} />
          <OrchestrationForm tenantId={tenantId} tenant={found.entry.data} />
        </div>
      ) : null}
    </Page>
  );
}

/** What leads on from here to the first order that an agent finds. */
function NextSteps({ tenantId }: { tenantId: string }) {
  const link = 'text-accent underline underline-offset-4';
  return (
    <p className="text-sm text-soft">
      Next:{' '}
      <Link to={`/company/${tenantId}/connections`} className={link}>
        connect a shop
      </Link>
      ,{' '}
      <Link to={`/company/${tenantId}/agents`} className={link}>
        make an agent
      </Link>
      , then{' '}
      <Link to="/" className={link}>
        ask Mother
      </Link>
      .
    </p>
  );
}

function NameForm({ tenantId, name }: { tenantId: string; name: string }) {
  const { busy, saved, problem, run } = useSaving();
  const form = useForm({ resolver: checkedBy(renameTenant.input), defaultValues: { tenantId, name } });
  const { errors, isDirty } = useFormState(form);
  const save = form.handleSubmit(async ({ name }) => {
    if (busy) return;
    const fill = keepTyped(form);
    await run(async () => {
      await rename(tenantId, name);
      fill({ tenantId, name });
    });
  });
  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <UnsavedGuard dirty={isDirty} />
      <Group title="Name">
        <TextField
          label={<span className="sr-only">Name of the company</span>}
          problem={errors.name?.message}
          {...form.register('name')}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" aria-disabled={busy}>
            {busy ? 'Saving…' : 'Rename'}
          </Button>
          <p role="status" className="text-sm text-soft">
            {saved && !isDirty ? 'Renamed.' : ''}
          </p>
        </div>
        <Problem text={problem} />
      </Group>
    </form>
  );
}

function OrchestrationForm({ tenantId, tenant }: { tenantId: string; tenant: Tenant }) {
  const { busy, saved, problem, run } = useSaving();
  const [filledFrom] = useState(() => formOf(tenant.orchestration));
  const form = useForm({ resolver: checkedBy(settingsForm), defaultValues: filledFrom });
  useFollowing(form, formOf(tenant.orchestration), busy);
  const { register, control, setValue } = form;
  const { errors, isDirty } = useFormState(form);
  const save = form.handleSubmit(async (orchestration) => {
    if (busy) return;
    const before = settingsForm.parse(form.formState.defaultValues);
    const fill = keepTyped(form);
    await run(async () => {
      await storeOrchestration(tenantId, changesBetween(before, orchestration));
      fill(formOf(orchestration));
    });
  });
  const [threshold, enabled, adminAgentId] = useWatch({
    control,
    name: ['confidenceThreshold', 'enabled', 'adminAgentId'],
  });
  const wasOn = form.formState.defaultValues?.enabled === true;
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="space-y-4">
      <UnsavedGuard dirty={isDirty} />
      <Group title="Agents">
        <CheckField
          label="Mother may give work to agents"
          hint={
            wasOn && !enabled
              ? 'Once this is saved, tasks that run are ended, and Mother answers by herself only.'
              : 'Without this she answers by herself only.'
          }
          {...register('enabled')}
        />
      </Group>
      <Group title="Mother" hint="Who reads what people write here, and decides who does the work.">
        <MotherField
          tenantId={tenantId}
          chosen={adminAgentId}
          onChoose={(id) => setValue('adminAgentId', id, { shouldDirty: true })}
        />
        <AreaField
          label="Persona"
          hint="What she should know of this company, and how she should speak. It is added to what she is."
          problem={errors.persona?.message}
          {...register('persona')}
        />
        <div>
          <label htmlFor="threshold" className="mb-1 block text-sm font-medium">
            How sure she has to be
          </label>
          <p id="threshold-words" className="mb-1.5 text-[0.8125rem] text-soft">
            An agent asks something, and she may know the answer. {thresholdText(threshold)}
          </p>
          <div className="flex items-center gap-3">
            <input
              id="threshold"
              type="range"
              min={0}
              max={1}
              step={0.05}
              aria-describedby="threshold-words"
              aria-valuetext={`${Math.round(threshold * 100)} percent. ${thresholdText(threshold)}`}
              className="min-w-0 flex-1 accent-accent"
              {...register('confidenceThreshold', { valueAsNumber: true })}
            />
            <span aria-hidden="true" className="w-12 text-right text-sm tabular-nums">
              {Math.round(threshold * 100)} %
            </span>
          </div>
        </div>
      </Group>
      <Group title="Limits" hint="For each chat.">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Tasks at once"
            type="number"
            hint="The others wait for one to end."
            problem={errors.parallelTasks?.message}
            {...register('parallelTasks', { valueAsNumber: true })}
          />
          <TextField
            label="Messages in a minute"
            type="number"
            hint="Of one person."
            problem={errors.messagesPerMinute?.message}
            {...register('messagesPerMinute', { valueAsNumber: true })}
          />
        </div>
      </Group>
      <BudgetField form={form} tenantId={tenantId} bounds={tenant.orchestration.budget} />
      <SaveBar
        verb="Save"
        busy={busy}
        dirty={isDirty}
        saved={saved}
        problem={
          Object.keys(errors).length > 0 && problem === null
            ? 'Something in the form has to be mended first: it is marked above.'
            : problem
        }
      />
    </form>
  );
}
