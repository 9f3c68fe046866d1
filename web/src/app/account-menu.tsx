import { ChevronsUpDown } from 'lucide-react';
import { LazyMenu } from '../components/ui/lazy-menu.tsx';
import { Monogram } from '../components/ui/monogram.tsx';
import { onDemand } from '../lib/on-demand.ts';
import { useMember } from './member.ts';

const Panel = onDemand(async () => (await import('./account-panel.tsx')).AccountPanel);

/** Who is signed in; how the page looks; the way out. */
export function AccountMenu() {
  const { person } = useMember();
  return (
    <div className="border-t border-line p-3">
      <LazyMenu
        Panel={Panel}
        of={{}}
        trigger={
          <button
            type="button"
            aria-label={`Account of ${person.name}`}
            title={person.email}
            className="flex w-full items-center gap-2.5 rounded-xl px-2 py-1.5 text-left text-sm hover:bg-sunken"
          >
            <Monogram name={person.name} size={30} />
            <span className="min-w-0 flex-1 truncate font-medium">{person.name}</span>
            <ChevronsUpDown size={15} aria-hidden="true" className="text-faint" />
          </button>
        }
      />
    </div>
  );
}
