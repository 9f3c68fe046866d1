import { limits, type ToolUse } from 'functions/contracts';
import { useId } from 'react';
import { CheckField, FieldProblem, SelectField, TextField } from '../../../components/form/field.tsx';
import { Note } from '../../../components/ui/note.tsx';
import { Skeleton } from '../../../components/ui/page.tsx';
import type { OfferedTool } from '../data/agents.ts';
import { fixedOf, inputsOf, type ToolInput } from '../data/agent-form.ts';

type Props = {
  uses: readonly ToolUse[];
  onChange: (uses: ToolUse[]) => void;
  /** Null while they are being read. */
  offered: readonly OfferedTool[] | null;
  /** Why they could not be read. */
  unreadable: string | null;
  problem: string | undefined;
};

/** Which tools an agent has, and with what parameters and whose consent. */
export function ToolsField({ uses, onChange, offered, unreadable, problem }: Props) {
  if (unreadable !== null) return <Note tone="danger">{unreadable}</Note>;
  if (offered === null) return <Skeleton rows={2} />;
  const gone = uses.filter(({ name }) => !offered.some((tool) => tool.name === name));
  const set = (name: string, next: ToolUse | null) =>
    onChange([...uses.filter((one) => one.name !== name), ...(next ? [next] : [])]);
  return (
    <div>
      <ul aria-label="Tools" className="space-y-2.5">
        {offered.map((tool) => (
          <li key={tool.name} className="rounded-xl border border-line px-3 py-2.5">
            <OneTool
              tool={tool}
              use={uses.find(({ name }) => name === tool.name) ?? null}
              onChange={(next) => set(tool.name, next)}
            />
          </li>
        ))}
        {gone.map(({ name }) => (
          <li key={name} className="rounded-xl border border-dashed border-line px-3 py-2.5">
            <CheckField
              label={name}
              hint="There is no such tool any more. The agent goes on without it."
              checked
              onChange={() => set(name, null)}
            />
          </li>
        ))}
      </ul>
      <FieldProblem text={problem} />
    </div>
  );
}

type OneProps = { tool: OfferedTool; use: ToolUse | null; onChange: (use: ToolUse | null) => void };

function OneTool({ tool, use, onChange }: OneProps) {
  const marks = [tool.writes ? 'changes things' : '', tool.connection === null ? '' : 'needs a connection'];
  const said = marks.filter((mark) => mark !== '').join(', ');
  return (
    <>
      <CheckField
        label={
          <>
            <span className="mono">{tool.name}</span>
            {said === '' ? null : <span className="font-normal text-faint"> ({said})</span>}
          </>
        }
        hint={tool.description}
        checked={use !== null}
        onChange={(event) =>
          onChange(
            event.target.checked ? { name: tool.name, fixed: {}, safe: false, consentBy: 'member' } : null,
          )
        }
      />
      {use ? <Details tool={tool} use={use} onChange={onChange} /> : null}
    </>
  );
}

function Details({ tool, use, onChange }: Omit<OneProps, 'use'> & { use: ToolUse }) {
  const inputs = inputsOf(tool.input);
  if (!tool.writes && inputs.length === 0) return null;
  return (
    <div className="mt-2.5 space-y-3 border-t border-line pt-2.5 sm:ml-6.5">
      {tool.writes ? <Consent tool={tool} use={use} onChange={onChange} /> : null}
      {inputs.length === 0 ? null : (
        <details open={Object.keys(use.fixed).length > 0}>
          <summary className="w-fit rounded-lg text-[0.8125rem] text-soft hover:text-ink">
            Parameters that are always the same
          </summary>
          <div className="mt-2 space-y-2.5">
            {inputs.map((input) => (
              <FixedInput key={input.name} tool={tool} input={input} use={use} onChange={onChange} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

type UseProps = { tool: OfferedTool; use: ToolUse; onChange: (use: ToolUse) => void };

function Consent({ tool, use, onChange }: UseProps) {
  return (
    <>
      <CheckField
        label="Safe: do it without asking"
        hint={`Without this, ${tool.name} waits for a person’s yes each time.`}
        checked={use.safe}
        onChange={(event) => onChange({ ...use, safe: event.target.checked })}
      />
      {use.safe ? null : (
        <SelectField
          label="Who may say yes"
          value={use.consentBy}
          options={[
            { value: 'member', name: 'Everybody in this company' },
            { value: 'admin', name: 'Admins only' },
          ]}
          onChange={(event) =>
            onChange({ ...use, consentBy: event.target.value === 'admin' ? 'admin' : 'member' })
          }
        />
      )}
    </>
  );
}

function FixedInput({ tool, input, use, onChange }: UseProps & { input: ToolInput }) {
  const id = useId();
  const fixed = use.fixed[input.name];
  const isFixed = fixed !== undefined;
  const set = (value: ToolUse['fixed'][string] | undefined) => {
    const { [input.name]: _, ...others } = use.fixed;
    onChange({ ...use, fixed: value === undefined ? others : { ...others, [input.name]: value } });
  };
  const label = `${input.name} of ${tool.name}`;
  const choices = input.type === 'boolean' ? ['true', 'false'] : input.options;
  const first = choices[0] ?? (input.type === 'number' ? 0 : '');
  const start = input.type === 'boolean' ? true : first;
  return (
    <div id={id}>
      <CheckField
        label={
          <>
            <span className="mono">{input.name}</span> <span className="font-normal">is always</span>
          </>
        }
        hint={input.description}
        checked={isFixed}
        onChange={(event) => set(event.target.checked ? start : undefined)}
      />
      {isFixed ? (
        <div className="mt-1.5 sm:ml-6.5">
          {choices.length > 0 ? (
            <SelectField
              label={<span className="sr-only">{label}</span>}
              value={String(fixed)}
              options={choices.map((choice) => ({ value: choice, name: choice }))}
              onChange={(event) => set(fixedOf(input.type, event.target.value))}
            />
          ) : (
            <TextField
              label={<span className="sr-only">{label}</span>}
              type={input.type === 'number' ? 'number' : 'text'}
              step="any"
              maxLength={limits.fixedValueLength}
              defaultValue={String(fixed)}
              onChange={(event) => {
                // What is no number yet is still being typed.
                const value = fixedOf(input.type, event.target.value);
                if (value !== undefined) set(value);
              }}
            />
          )}
        </div>
      ) : null}
    </div>
  );
}
