import { useState } from 'react';
import { useForm, useFormState } from 'react-hook-form';
import { Group, SelectField, TextField } from '../../../components/form/field.tsx';
import { SaveBar } from '../../../components/form/save-bar.tsx';
import { UnsavedGuard } from '../../../components/form/unsaved-guard.tsx';
import { useSaving } from '../../../components/form/use-saving.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { Empty } from '../../../components/ui/page.tsx';
import { Problem } from '../../../components/ui/problem.tsx';
import { callProblem } from '../../../lib/call-problem.ts';
import { checkedBy } from '../../../lib/form.ts';
import { leaveForm } from '../../../lib/leave.ts';
import { newModelId, type Provider, removeProvider, storeProvider, tryProvider } from '../data/models.ts';
import { providerForm } from '../data/model-forms.ts';

type Props = {
  providers: readonly Provider[];
  onChange: () => Promise<void>;
  onModels: (providerId: string, models: readonly string[]) => void;
};

/** Who serves models, each with its key. */
export function Providers({ providers, onChange, onModels }: Props) {
  const [editing, setEditing] = useState<{ id: string; stored: Provider | null } | null>(null);
  const edit = (next: { id: string; stored: Provider | null }) => {
    if (editing) leaveForm(editing.id, () => setEditing(next));
    else setEditing(next);
  };
  const add = () => edit({ id: newModelId(), stored: null });
  return (
    <section aria-label="Providers">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-lg font-semibold tracking-tight">Providers</h3>
        <Button onClick={add}>Add a provider</Button>
      </div>
      {editing ? (
        <ProviderForm
          key={editing.id}
          id={editing.id}
          stored={editing.stored}
          onDone={async () => {
            setEditing(null);
            await onChange();
          }}
          onCancel={() => setEditing(null)}
        />
      ) : null}
      {providers.length === 0 && !editing ? (
        <Empty title="No provider yet" action={<Button onClick={add}>Add the first one</Button>}>
          Until there is one, every company uses the model that this deployment was started with.
        </Empty>
      ) : null}
      <ul aria-label="All providers" className="mt-3 space-y-2.5">
        {providers.map((provider) => (
          <Row
            key={provider.id}
            provider={provider}
            onEdit={() => edit({ id: provider.id, stored: provider })}
            onChange={onChange}
            onModels={onModels}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = Pick<Props, 'onChange' | 'onModels'> & { provider: Provider; onEdit: () => void };

function Row({ provider: { id, name, adapter, baseUrl, lastFour }, onEdit, onChange, onModels }: RowProps) {
  const [deleting, setDeleting] = useState(false);
  const [outcome, setOutcome] = useState<{ ok: boolean; words: string; models: readonly string[] } | null>(
    null,
  );
  const { busy, problem, run } = useSaving();
  const test = () =>
    run(async () => {
      setOutcome(null);
      const tried = await tryProvider(id);
      setOutcome(tried);
      if (tried.ok) onModels(id, tried.models);
    });
  return (
    <li className="rounded-2xl border border-line bg-surface px-4 py-3.5 shadow-rest">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-52">
          <h4 className="font-semibold wrap-anywhere">{name}</h4>
          <p className="text-sm text-soft wrap-anywhere">
            {baseUrl === '' ? 'OpenAI’s own address' : baseUrl},{' '}
            {adapter === 'responses' ? 'Responses' : 'Chat Completions'}
          </p>
          <p className="text-xs text-faint">
            {lastFour === '' ? 'Without a key' : `Key ends in ${lastFour}`}
          </p>
        </div>
        <div className="flex flex-wrap gap-1.5">
          <Button
            aria-label={`Test ${name}`}
            aria-disabled={busy}
            onClick={() => (busy ? undefined : void test())}
          >
            {busy ? 'Testing…' : 'Test'}
          </Button>
          <Button aria-label={`Change ${name}`} onClick={onEdit}>
            Change
          </Button>
          <Button look="danger" aria-label={`Delete ${name}`} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </div>
      </div>
      <Problem text={problem ?? (outcome && !outcome.ok ? outcome.words : null)} />
      {outcome?.ok ? (
        <div role="status" className="mt-2 text-sm">
          <p className="text-accent">{outcome.words}</p>
          <p className="mono mt-1 text-xs text-soft wrap-anywhere">{outcome.models.join(', ')}</p>
        </div>
      ) : null}
      {deleting ? (
        <Confirm
          title={`Delete ${name}?`}
          verb="Delete"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await removeProvider(id);
            await onChange();
          }}
          problemOf={callProblem}
        >
          Its key is removed for good.
        </Confirm>
      ) : null}
    </li>
  );
}

type FormProps = {
  id: string;
  stored: Provider | null;
  onDone: () => Promise<void>;
  onCancel: () => void;
};

function ProviderForm({ id, stored, onDone, onCancel }: FormProps) {
  const { busy, saved, problem, run } = useSaving();
  const form = useForm({
    resolver: checkedBy(providerForm(stored)),
    defaultValues: {
      providerId: id,
      name: stored?.name ?? '',
      adapter: stored?.adapter ?? 'responses',
      baseUrl: stored?.baseUrl ?? '',
      key: '',
    },
  });
  const { errors, isDirty } = useFormState(form);
  const save = form.handleSubmit(async (provider) => {
    if (!busy && (await run(() => storeProvider(provider)))) await onDone();
  });
  return (
    <form noValidate autoComplete="off" onSubmit={(event) => void save(event)}>
      <UnsavedGuard dirty={isDirty && !busy} of={id} />
      <Group title={stored ? `Change ${stored.name}` : 'A new provider'}>
        <TextField label="Name" problem={errors.name?.message} {...form.register('name')} />
        <SelectField
          label="Protocol"
          hint="Chat Completions is what every compatible server speaks."
          options={[
            { value: 'responses', name: 'Responses (OpenAI)' },
            { value: 'chat', name: 'Chat Completions' },
          ]}
          {...form.register('adapter')}
        />
        <TextField
          label="Address"
          type="url"
          placeholder="https://models.example.com/v1"
          hint="Empty: OpenAI’s own."
          problem={errors.baseUrl?.message}
          {...form.register('baseUrl')}
        />
        <TextField
          label="Key"
          type="password"
          autoComplete="new-password"
          hint={
            stored && stored.lastFour !== ''
              ? `It ends in ${stored.lastFour}; leave it empty to keep it.`
              : 'Empty where the server asks for none.'
          }
          problem={errors.key?.message}
          {...form.register('key')}
        />
        <SaveBar verb="Save" busy={busy} dirty={isDirty} saved={saved} problem={problem}>
          <Button look="plain" size="normal" onClick={onCancel}>
            Cancel
          </Button>
        </SaveBar>
      </Group>
    </form>
  );
}
