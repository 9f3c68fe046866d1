import type { BudgetLimits } from 'functions/contracts';
import { useMemo, useState } from 'react';
import { type UseFormReturn, useFormState } from 'react-hook-form';
import type { Orchestration } from 'functions/contracts';
import { Group, TextField } from '../../../components/form/field.tsx';
import { dollarText, figureText } from '../../../lib/money.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { budgetOf, monthOf } from '../data/settings.ts';
import { type SettingsForm, shareOf } from '../data/settings-form.ts';

type Props = {
  form: UseFormReturn<SettingsForm, unknown, Orchestration>;
  tenantId: string;
  /** What holds now. */
  bounds: BudgetLimits;
};

/** What a month may cost, and what has been drawn of it. */
export function BudgetField({ form, tenantId, bounds }: Props) {
  const { errors } = useFormState(form);
  const [month] = useState(() => monthOf(Date.now()));
  const found = useSubscription(useMemo(() => budgetOf(tenantId, month), [tenantId, month]));
  const drawn =
    found.status === 'ready' && found.entry.ok ? found.entry.data.drawn : { tokens: 0, micros: 0 };
  return (
    <Group
      title="Budget of a month"
      hint="A month is counted in UTC. What would go over it is not begun, and the person is told. Empty: nothing bounds it."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Dollars"
          inputMode="decimal"
          problem={errors.dollars?.message}
          {...form.register('dollars')}
        />
        <TextField
          label="Tokens"
          inputMode="numeric"
          problem={errors.tokens?.message}
          {...form.register('tokens')}
        />
      </div>
      {found.status === 'loading' ? null : (
        <div className="space-y-2.5">
          <Drawn
            what="dollars"
            text={`${dollarText(drawn.micros)}${bounds.micros === null ? '' : ` of ${dollarText(bounds.micros)}`}`}
            share={shareOf(drawn.micros, bounds.micros)}
          />
          <Drawn
            what="tokens"
            text={`${figureText(drawn.tokens)}${bounds.tokens === null ? '' : ` of ${figureText(bounds.tokens)}`} tokens`}
            share={shareOf(drawn.tokens, bounds.tokens)}
          />
        </div>
      )}
    </Group>
  );
}

function Drawn({ what, text, share }: { what: string; text: string; share: number | null }) {
  return (
    <div>
      <p className="text-sm text-soft tabular-nums">Drawn this month: {text}</p>
      {share === null ? null : (
        <div
          role="meter"
          aria-label={`Of the ${what} of this month`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          className="mt-1 h-2 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className={`h-full rounded-full ${share >= 0.9 ? 'bg-danger-ink' : 'bg-accent'}`}
            style={{ width: `${share * 100}%` }}
          />
        </div>
      )}
    </div>
  );
}
