import type { Run } from 'functions/contracts';
import { dollarText, figureText } from '../../../lib/money.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { costByAgent, costByDay, costByPerson, type Sum } from '../data/run-sums.ts';

type Props = { runs: readonly Parsed<Run>[]; personOf: (uid: string) => string };

const SHOWN = 10;

/**
 * What it cost by day, agent and person, of the runs that are loaded: the database cannot group sums, and would have to be
 * asked once for each bar. Each plot is a table whose bars are drawn beside the figures, so that it is read like any
 * other, and no library is needed.
 */
export function CostPlots({ runs, personOf }: Props) {
  return (
    <div className="grid gap-4 md:grid-cols-3">
      <Plot title="Cost by day" first="Day" sums={costByDay(runs).slice(-SHOWN)} />
      <Plot title="Cost by agent" first="Agent" sums={costByAgent(runs).slice(0, SHOWN)} />
      <Plot title="Cost by person" first="Person" sums={costByPerson(runs, personOf).slice(0, SHOWN)} />
    </div>
  );
}

function Plot({ title, first, sums }: { title: string; first: string; sums: readonly Sum[] }) {
  const most = Math.max(1, ...sums.map(({ micros }) => micros));
  return (
    <section aria-label={title} className="rounded-2xl border border-line bg-surface p-4 shadow-rest">
      <table className="w-full border-collapse text-[0.8125rem]">
        <caption className="pb-2 text-left text-sm font-semibold">{title}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {sums.map(({ key, name, micros, runs }) => (
            <tr key={key}>
              <th scope="row" className="w-full max-w-0 py-1 pr-2 text-left font-normal">
                <span className="block truncate" title={`${name}: ${figureText(runs)} runs`}>
                  {name}
                </span>
                <span aria-hidden="true" className="mt-0.5 block h-1.5 rounded-full bg-sunken">
                  <span
                    className="block h-full rounded-full bg-accent"
                    style={{ width: `${(micros / most) * 100}%` }}
                  />
                </span>
              </th>
              <td className="py-1 text-right align-top whitespace-nowrap tabular-nums">
                {dollarText(micros)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
