import type { Agent } from 'functions/contracts';
import { type ComponentType, useState } from 'react';
import { type UseFormReturn, useForm, useFormState, useWatch } from 'react-hook-form';
import { AreaField, CheckField, Group, TextField } from '../../../components/form/field.tsx';
import { keepTyped } from '../../../components/form/keep-typed.ts';
import { SaveBar } from '../../../components/form/save-bar.tsx';
import { UnsavedGuard } from '../../../components/form/unsaved-guard.tsx';
import { callCode, callProblem } from '../../../lib/call-problem.ts';
import { checkedBy } from '../../../lib/form.ts';
import { storeAgent, type Trial } from '../data/agents.ts';
import { agentForm, type AgentForm as Fields, emptyAgent, formOf } from '../data/agent-form.ts';
import { ChangedMeanwhile } from './changed-meanwhile.tsx';
import { HowItWorks } from './how-it-works.tsx';
import { TagsField } from './tags-field.tsx';
import { TryIt } from './try-it.tsx';

type Props = {
  tenantId: string;
  agentId: string;
  /** As it is stored now; null: not yet. */
  agent: Agent | null;
  inUse: readonly string[];
  Trying: ComponentType<Trial>;
};

export type Form = UseFormReturn<Fields, unknown, ReturnType<typeof agentForm.parse>>;

type Saving = { busy: boolean; saved: boolean; problem: string | null; conflict: boolean };
const IDLE: Saving = { busy: false, saved: false, problem: null, conflict: false };

/** The form of an agent. What is typed is never lost to what somebody else saves meanwhile. */
export function AgentForm({ tenantId, agentId, agent, inUse, Trying }: Props) {
  const [saving, setSaving] = useState<Saving>(IDLE);
  /** The version that the form was filled from. */
  const [version, setVersion] = useState(agent?.version ?? 0);
  /** How often it was filled anew. */
  const [filled, setFilled] = useState(0);
  const form: Form = useForm({
    resolver: checkedBy(agentForm),
    defaultValues: agent ? formOf(agent) : emptyAgent,
  });
  const { isDirty, errors } = useFormState(form);

  const save = form.handleSubmit(async (definition) => {
    if (saving.busy) return;
    setSaving({ ...IDLE, busy: true });
    const fill = keepTyped(form);
    try {
      const next = await storeAgent({ tenantId, agentId, version, definition });
      setVersion(next);
      fill(definition);
      setSaving({ ...IDLE, saved: true });
    } catch (error) {
      console.warn('saving an agent did not work', error);
      const conflict = callCode(error) === 'conflict';
      setSaving({ ...IDLE, conflict, problem: conflict ? null : callProblem(error) });
    }
  });

  return (
    <form noValidate onSubmit={(event) => void save(event)} className="space-y-4">
      <UnsavedGuard dirty={isDirty && !saving.busy} />
      <AboutIt key={filled} form={form} inUse={inUse} />
      <HowItWorks form={form} tenantId={tenantId} />
      <TryIt form={form} tenantId={tenantId} Trying={Trying} />
      {saving.conflict ? (
        <ChangedMeanwhile
          agent={agent}
          onKeepMine={(latest) => {
            setVersion(latest);
            setSaving(IDLE);
          }}
          onTakeTheirs={(theirs) => {
            form.reset(formOf(theirs));
            setVersion(theirs.version);
            setFilled(filled + 1);
            setSaving(IDLE);
          }}
        />
      ) : null}
      <SaveBar
        verb={version === 0 ? 'Make the agent' : 'Save as the next version'}
        busy={saving.busy}
        dirty={isDirty}
        saved={saving.saved}
        problem={
          Object.keys(errors).length > 0 && saving.problem === null
            ? 'Something in the form has to be mended first: it is marked above.'
            : saving.problem
        }
      />
    </form>
  );
}

/** What Mother and people go by. */
function AboutIt({ form, inUse }: { form: Form; inUse: readonly string[] }) {
  const { register, control, setValue } = form;
  const tags = useWatch({ control, name: 'tags' });
  const [examples] = useState(() => form.getValues('examples').join('\n'));
  const { errors } = useFormState(form);
  return (
    <Group title="What it is for" hint="Mother chooses by this.">
      <TextField label="Name" problem={errors.name?.message} {...register('name')} />
      <AreaField
        label="Description"
        hint="One or two sentences: what it can do, and for what it is the right one."
        problem={errors.description?.message}
        {...register('description')}
      />
      <TagsField
        tags={tags}
        inUse={inUse}
        problem={errors.tags?.message ?? errors.tags?.find?.((one) => one !== undefined)?.message}
        onChange={(tags) => setValue('tags', tags, { shouldDirty: true, shouldValidate: true })}
      />
      <AreaField
        label="Examples"
        hint="What a person could say that needs this agent, one on each line. They are suggested on an empty chat."
        problem={errors.examples?.message ?? errors.examples?.find?.((one) => one !== undefined)?.message}
        defaultValue={examples}
        onChange={(event) => setValue('examples', linesOf(event.target.value), { shouldDirty: true })}
      />
      <CheckField
        label="Mother may use it"
        hint="Without this, nobody gives it work: it is kept, and can be tried here."
        {...register('orchestrationEnabled')}
      />
    </Group>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
