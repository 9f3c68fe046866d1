import { useEffect, useId, useState } from 'react';
import { Note } from '../../../components/ui/note.tsx';
import { Skeleton } from '../../../components/ui/page.tsx';
import { callProblem } from '../../../lib/call-problem.ts';
import { type Mother, mothersFor } from '../data/settings.ts';

type Props = {
  tenantId: string;
  /** Null: the deployment's model. */
  chosen: string | null;
  onChoose: (id: string | null) => void;
};

const DEFAULT: Mother = {
  id: '',
  name: 'The deployment’s model',
  description: 'What whoever runs this has set up.',
  model: '',
};

/** Which Mother works here: one card each. */
export function MotherField({ tenantId, chosen, onChoose }: Props) {
  const { mothers, problem } = useMothers(tenantId);
  const name = useId();
  if (problem !== null) return <Note tone="danger">{problem}</Note>;
  if (mothers === null) return <Skeleton rows={2} />;
  const isGone = chosen !== null && !mothers.some(({ id }) => id === chosen);
  return (
    <div role="radiogroup" aria-label="Which Mother" className="grid gap-2.5 sm:grid-cols-2">
      {[DEFAULT, ...mothers].map(({ id, name: title, description, model }) => (
        <label
          key={id}
          className="flex cursor-pointer items-start gap-2.5 rounded-xl border border-line px-3.5 py-3 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={(chosen ?? '') === id}
            onChange={() => onChoose(id === '' ? null : id)}
            className="mt-1 accent-accent outline-none"
          />
          <span className="min-w-0">
            <span className="block font-medium wrap-anywhere">{title}</span>
            <span className="block text-[0.8125rem] text-soft wrap-anywhere">{description}</span>
            {model === '' ? null : <span className="mono text-xs text-faint wrap-anywhere">{model}</span>}
          </span>
        </label>
      ))}
      {isGone ? (
        <div className="sm:col-span-2">
          <Note tone="danger">The Mother that was chosen is no longer offered. Choose another one.</Note>
        </div>
      ) : null}
    </div>
  );
}

function useMothers(tenantId: string) {
  const [mothers, setMothers] = useState<readonly Mother[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    mothersFor(tenantId).then(
      (found) => current && setMothers(found),
      (error: unknown) => {
        console.warn('the Mothers could not be read', error);
        if (current) setProblem(`The choice could not be read. ${callProblem(error)}`);
      },
    );
    return () => {
      current = false;
    };
  }, [tenantId]);
  return { mothers, problem };
}
