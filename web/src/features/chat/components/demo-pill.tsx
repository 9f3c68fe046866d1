import { Clapperboard } from 'lucide-react';
import { LazyMenu } from '../../../components/ui/lazy-menu.tsx';
import { onDemand } from '../../../lib/on-demand.ts';

const Panel = onDemand(async () => (await import('./demo-panel.tsx')).DemoPanel);

/** Says that a script plays the model, and how to connect a real one. */
export function DemoPill() {
  return (
    <LazyMenu
      Panel={Panel}
      of={{}}
      opens="dialog"
      trigger={
        <button
          type="button"
          className="inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-full border border-line bg-surface px-3 text-[0.8125rem] text-soft hover:border-line-strong hover:text-ink"
        >
          <Clapperboard size={14} aria-hidden="true" />
          <span>
            Demo<span className="max-sm:sr-only"> model</span>
          </span>
        </button>
      }
    />
  );
}
