import { SelectField, TextField } from '../../../components/form/field.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { NO_FILTER, outcomes, outcomeText, type RunFilter, searchOf } from '../data/run-filter.ts';

type Named = readonly (readonly [id: string, name: string])[];

type Props = {
  filter: RunFilter;
  people: Named;
  agents: Named;
  onChange: (filter: RunFilter) => void;
};

const choices = (all: string, named: Named) => [
  { value: '', name: all },
  ...named.map(([value, name]) => ({ value, name })),
];

/** Whose runs, of which agent, with what end, and of which days. */
export function Filters({ filter, people, agents, onChange }: Props) {
  const set = (field: keyof RunFilter) => (event: { target: { value: string } }) =>
    onChange({ ...filter, [field]: event.target.value });
  const isOn = Object.keys(searchOf(filter)).length > 0;
  return (
    <div role="group" aria-label="Filters" className="mb-5 grid gap-3 sm:grid-cols-3 lg:grid-cols-5">
      <SelectField
        label="Person"
        value={filter.person}
        options={choices('Everybody', people)}
        onChange={set('person')}
      />
      <SelectField
        label="Agent"
        value={filter.agentId}
        options={choices('All', [['mother', 'Mother'], ...agents])}
        onChange={set('agentId')}
      />
      <SelectField
        label="Outcome"
        value={filter.outcome}
        options={choices(
          'All',
          outcomes.map((one) => [one, outcomeText[one]]),
        )}
        onChange={set('outcome')}
      />
      <TextField
        label="From"
        type="date"
        value={filter.from}
        max={filter.to || undefined}
        onChange={set('from')}
      />
      <TextField
        label="To"
        type="date"
        value={filter.to}
        min={filter.from || undefined}
        onChange={set('to')}
      />
      {isOn ? (
        <Button className="justify-self-start" onClick={() => onChange(NO_FILTER)}>
          Clear the filters
        </Button>
      ) : null}
    </div>
  );
}
