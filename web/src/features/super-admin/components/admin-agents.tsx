import { useId, useState } from 'react';
import { useForm, useFormState, useWatch } from 'react-hook-form';
import { AreaField, Group, SelectField, TextField } from '../../../components/form/field.tsx';
import { SaveBar } from '../../../components/form/save-bar.tsx';
import { UnsavedGuard } from '../../../components/form/unsaved-guard.tsx';
import { useSaving } from '../../../components/form/use-saving.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { Empty } from '../../../components/ui/page.tsx';
import { callProblem } from '../../../lib/call-problem.ts';
import { checkedBy } from '../../../lib/form.ts';
import { leaveForm } from '../../../lib/leave.ts';
import { dollarText } from '../../../lib/money.ts';
import {
  type AdminAgent,
  newModelId,
  type Provider,
  removeAdminAgent,
  storeAdminAgent,
} from '../data/models.ts';
import { adminAgentForm, formOfAdminAgent } from '../data/model-forms.ts';

type Props = {
  providers: readonly Provider[];
  agents: readonly AdminAgent[];
  /** By provider: the models that it named when it was tested. */
  offered: ReadonlyMap<string, readonly string[]>;
  onChange: () => Promise<void>;
};

/** The Mothers that companies can choose from. */
export function AdminAgents({ providers, agents, offered, onChange }: Props) {
  const [editing, setEditing] = useState<{ id: string; stored: AdminAgent | null } | null>(null);
  const edit = (next: { id: string; stored: AdminAgent | null }) => {
    if (editing) leaveForm(editing.id, () => setEditing(next));
    else setEditing(next);
  };
  const [deleting, setDeleting] = useState<AdminAgent | null>(null);
  const add = () => edit({ id: newModelId(), stored: null });
  const nameOf = (id: string) => providers.find((one) => one.id === id)?.name ?? 'a provider that is gone';
  return (
    <section aria-label="Mothers">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-lg font-semibold tracking-tight">Mothers</h3>
        {providers.length > 0 ? <Button onClick={add}>Add a Mother</Button> : null}
      </div>
      {editing ? (
        <AdminAgentForm
          key={editing.id}
          {...editing}
          providers={providers}
          offered={offered}
          onDone={async () => {
            setEditing(null);
            await onChange();
          }}
          onCancel={() => setEditing(null)}
        />
      ) : null}
      {agents.length === 0 && !editing ? (
        <Empty title="No Mother to choose yet">
          {providers.length === 0
            ? 'Add a provider first: a Mother uses a model of one.'
            : 'A Mother is a model with a persona and a price. Companies choose one in their settings.'}
        </Empty>
      ) : null}
      <ul aria-label="All Mothers" className="mt-3 space-y-2.5">
        {agents.map((agent) => (
          <li key={agent.id} className="rounded-2xl border border-line bg-surface px-4 py-3.5 shadow-rest">
            <div className="flex flex-wrap items-start gap-3">
              <div className="min-w-0 flex-1 basis-52">
                <h4 className="font-semibold wrap-anywhere">{agent.name}</h4>
                <p className="text-sm text-soft wrap-anywhere">{agent.description}</p>
                <p className="text-xs text-faint wrap-anywhere">
                  <span className="mono">{agent.model}</span> of {nameOf(agent.providerId)}; a million tokens{' '}
                  {dollarText(agent.price.input)} in, {dollarText(agent.price.output)} out
                </p>
              </div>
              <div className="flex flex-wrap gap-1.5">
                <Button
                  aria-label={`Change ${agent.name}`}
                  onClick={() => edit({ id: agent.id, stored: agent })}
                >
                  Change
                </Button>
                <Button look="danger" aria-label={`Delete ${agent.name}`} onClick={() => setDeleting(agent)}>
                  Delete
                </Button>
              </div>
            </div>
          </li>
        ))}
      </ul>
      {deleting ? (
        <Confirm
          title={`Delete ${deleting.name}?`}
          verb="Delete"
          onClose={() => setDeleting(null)}
          onConfirm={async () => {
            await removeAdminAgent(deleting.id);
            await onChange();
          }}
          problemOf={callProblem}
        >
          Companies that chose it are told so at their next message, until an admin there chooses another one.
        </Confirm>
      ) : null}
    </section>
  );
}

type FormProps = Pick<Props, 'providers' | 'offered'> & {
  id: string;
  stored: AdminAgent | null;
  onDone: () => Promise<void>;
  onCancel: () => void;
};

const EFFORTS = [
  { value: '', name: 'The model’s own' },
  { value: 'none', name: 'None' },
  { value: 'low', name: 'Low' },
  { value: 'medium', name: 'Medium' },
  { value: 'high', name: 'High' },
];

function AdminAgentForm({ id, stored, providers, offered, onDone, onCancel }: FormProps) {
  const { busy, saved, problem, run } = useSaving();
  const list = useId();
  const form = useForm({
    resolver: checkedBy(adminAgentForm),
    defaultValues: formOfAdminAgent(id, stored, providers[0]?.id ?? ''),
  });
  const { errors, isDirty } = useFormState(form);
  const models = offered.get(useWatch({ control: form.control, name: 'providerId' })) ?? [];
  const save = form.handleSubmit(async (agent) => {
    if (!busy && (await run(() => storeAdminAgent(agent)))) await onDone();
  });
  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <UnsavedGuard dirty={isDirty && !busy} of={id} />
      <Group title={stored ? `Change ${stored.name}` : 'A new Mother'}>
        <TextField label="Name" problem={errors.name?.message} {...form.register('name')} />
        <TextField
          label="Description"
          hint="For whoever chooses one."
          problem={errors.description?.message}
          {...form.register('description')}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Provider"
            options={providers.map(({ id, name }) => ({ value: id, name }))}
            problem={errors.providerId?.message}
            {...form.register('providerId')}
          />
          <SelectField
            label="Reasoning effort"
            options={EFFORTS}
            problem={errors.reasoningEffort?.message}
            {...form.register('reasoningEffort')}
          />
        </div>
        <TextField
          label="Model"
          list={list}
          hint={
            models.length === 0
              ? 'Its name at the provider. Test the provider above to choose from a list.'
              : 'Choose one, or type its name.'
          }
          problem={errors.model?.message}
          {...form.register('model')}
        />
        <datalist id={list}>
          {models.map((model) => (
            <option key={model} value={model}>
              {model}
            </option>
          ))}
        </datalist>
        <AreaField label="Persona" problem={errors.persona?.message} {...form.register('persona')} />
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField
            label="Dollars, in"
            hint="For a million tokens that go in."
            inputMode="decimal"
            problem={errors.input?.message}
            {...form.register('input')}
          />
          <TextField
            label="Dollars, cached"
            hint="For a million that were cached."
            inputMode="decimal"
            problem={errors.cached?.message}
            {...form.register('cached')}
          />
          <TextField
            label="Dollars, out"
            hint="For a million that come out."
            inputMode="decimal"
            problem={errors.output?.message}
            {...form.register('output')}
          />
        </div>
        <SaveBar verb="Save" busy={busy} dirty={isDirty} saved={saved} problem={problem}>
          <Button look="plain" size="normal" onClick={onCancel}>
            Cancel
          </Button>
        </SaveBar>
      </Group>
    </form>
  );
}
