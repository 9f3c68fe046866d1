import { limits } from 'functions/contracts';
import { useEffect, useMemo, useState } from 'react';
import { useFormState, useWatch } from 'react-hook-form';
import { Link } from 'react-router';
import { AreaField, Group, SelectField, TextField } from '../../../components/form/field.tsx';
import { Note } from '../../../components/ui/note.tsx';
import { callProblem } from '../../../lib/call-problem.ts';
import { parsedOf } from '../../../lib/subscription/entry.ts';
import { entriesOf } from '../../../lib/subscription/listing.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { connectionsFor, type OfferedTool, toolsOf } from '../data/agents.ts';
import type { Form } from './agent-form.tsx';
import { ToolsField } from './tools-field.tsx';

/** How an agent works: with a model or without, with which tools, and within which bounds. */
export function HowItWorks({ form, tenantId }: { form: Form; tenantId: string }) {
  const { register, control, setValue } = form;
  const { errors } = useFormState(form);
  const { tools, unreadable } = useTools(tenantId);
  const kind = useWatch({ control, name: 'kind' });
  const uses = useWatch({ control, name: 'tools' });
  const needed = tools?.some(
    ({ name, connection }) => connection !== null && uses.some((use) => use.name === name),
  );
  const problemOfTools =
    errors.tools?.message ?? errors.tools?.root?.message ?? errors.tools?.find?.(Boolean)?.message;
  return (
    <>
      <Group title="How it works">
        <SelectField
          label="Kind"
          hint={
            kind === 'llm'
              ? 'A model works with the instructions and tools, and asks when something is missing.'
              : 'Its one tool is run with what the task gives; what is missing is asked for. It costs no tokens.'
          }
          options={[
            { value: 'llm', name: 'With a model' },
            { value: 'deterministic', name: 'Without a model: one tool' },
          ]}
          {...register('kind')}
        />
        {kind === 'llm' ? (
          <AreaField
            label="Instructions"
            hint="How it should work, what it has to look out for, and in which form it should report."
            problem={errors.instructions?.message}
            {...register('instructions')}
          />
        ) : null}
      </Group>
      <Group title="Tools" hint="What it may use. A tool that changes things asks a person first.">
        <ToolsField
          uses={uses.map((use) => ({
            ...use,
            fixed: use.fixed ?? {},
            safe: use.safe ?? false,
            consentBy: use.consentBy ?? 'member',
          }))}
          offered={tools}
          unreadable={unreadable}
          problem={problemOfTools}
          onChange={(next) => setValue('tools', next, { shouldDirty: true, shouldValidate: true })}
        />
        <Connection form={form} tenantId={tenantId} isNeeded={needed === true} />
      </Group>
      <Group title="Bounds of one task" hint="What ends a task that does not end by itself.">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Steps"
            type="number"
            hint={`Model calls, up to ${limits.steps}.`}
            problem={errors.limits?.steps?.message}
            {...register('limits.steps', { valueAsNumber: true })}
          />
          <TextField
            label="Tool calls"
            type="number"
            hint={`Up to ${limits.toolCalls}.`}
            problem={errors.limits?.toolCalls?.message}
            {...register('limits.toolCalls', { valueAsNumber: true })}
          />
          <TextField
            label="Questions"
            type="number"
            hint={`Up to ${limits.asks}.`}
            problem={errors.limits?.asks?.message}
            {...register('limits.asks', { valueAsNumber: true })}
          />
          <TextField
            label="Minutes"
            type="number"
            hint={`Of work, up to ${limits.workMinutes}. Waiting for an answer does not count.`}
            problem={errors.limits?.minutes?.message}
            {...register('limits.minutes', { valueAsNumber: true })}
          />
        </div>
      </Group>
    </>
  );
}

const NONE = '';

function Connection({ form, tenantId, isNeeded }: { form: Form; tenantId: string; isNeeded: boolean }) {
  const { control, setValue } = form;
  const found = useSubscription(useMemo(() => connectionsFor(tenantId), [tenantId]));
  const connections = parsedOf(entriesOf(found));
  const chosen = useWatch({ control, name: 'credentialId' }) ?? null;
  const isGone = chosen !== null && found.status === 'ready' && !connections.some(({ id }) => id === chosen);
  if (!isNeeded && chosen === null) return null;
  return (
    <>
      <SelectField
        label="Connection"
        hint="The keys that its tools use. The agent itself never sees them."
        problem={isGone ? 'Its connection is gone. Choose another one.' : undefined}
        value={chosen ?? NONE}
        options={[
          { value: NONE, name: 'None' },
          ...(isGone && chosen !== null ? [{ value: chosen, name: 'One that is gone' }] : []),
          ...connections.map(({ id, data }) => ({ value: id, name: `${data.label} (${data.url})` })),
        ]}
        onChange={(event) =>
          setValue('credentialId', event.target.value === NONE ? null : event.target.value, {
            shouldDirty: true,
          })
        }
      />
      {isNeeded && chosen === null ? (
        <Note tone="needs">
          <p className="min-w-0 flex-1">
            Its tools need a connection.{' '}
            {connections.length === 0 ? (
              <Link to={`/company/${tenantId}/connections/new`} className="underline underline-offset-4">
                Make one
              </Link>
            ) : (
              'Choose one.'
            )}
          </p>
        </Note>
      ) : null}
    </>
  );
}

function useTools(tenantId: string) {
  const [tools, setTools] = useState<readonly OfferedTool[] | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    toolsOf(tenantId).then(
      (found) => current && setTools(found),
      (error: unknown) => {
        console.warn('the tools could not be read', error);
        if (current) setUnreadable(`The tools could not be read. ${callProblem(error)}`);
      },
    );
    return () => {
      current = false;
    };
  }, [tenantId]);
  return { tools, unreadable };
}
