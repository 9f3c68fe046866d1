import { ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import { LazyMenu } from '../components/ui/lazy-menu.tsx';
import { Monogram } from '../components/ui/monogram.tsx';
import { waitingElsewhere } from '../features/tenants/data/working-in.ts';
import { onDemand } from '../lib/on-demand.ts';
import { parsedOf } from '../lib/subscription/entry.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import { useChats } from './chats.ts';
import { tenancyIn, useMember } from './member.ts';

const Panel = onDemand(async () => (await import('./tenant-panel.tsx')).TenantPanel);
const NewCompany = onDemand(async () => (await import('./new-company.tsx')).NewCompany);

/** Which tenant the person works in; the way to the others, and to what this one is made of. */
export function TenantSwitch({ onNavigate }: { onNavigate: () => void }) {
  const member = useMember();
  const { tenantId, personalId } = member;
  const [making, setMaking] = useState(false);
  const name = tenantId === personalId ? 'Personal' : (tenancyIn(member, tenantId)?.name ?? 'Company');
  const elsewhere = waitingElsewhere(
    parsedOf(entriesOf(useChats())).map(({ data }) => data),
    tenantId,
    member.tenancies,
  );
  const waiting = [...elsewhere.values()].reduce((sum, one) => sum + one, 0);
  return (
    <div className="px-3 pb-2">
      <LazyMenu
        Panel={Panel}
        of={{ elsewhere, onNavigate, onNew: () => setMaking(true) }}
        trigger={
          <button
            type="button"
            className="flex min-h-10 w-full items-center gap-2.5 rounded-xl px-2 text-left text-sm hover:bg-sunken"
          >
            <Monogram name={name} size={26} />
            <span aria-hidden="true" className="min-w-0 flex-1 truncate font-medium">
              {name}
            </span>
            <span className="sr-only">
              Working in {name}
              {waiting > 0 ? `, ${waiting} waiting for you elsewhere` : ''}
            </span>
            {waiting > 0 ? <Waiting count={waiting} /> : null}
            <ChevronsUpDown size={15} aria-hidden="true" className="text-faint" />
          </button>
        }
      />
      <NewCompany wanted={making} of={{ open: making, onClose: () => setMaking(false), onNavigate }} />
    </div>
  );
}

export function Waiting({ count }: { count: number }) {
  return (
    <span
      aria-hidden="true"
      className="rounded-full bg-needs-fill px-2 py-px text-xs font-semibold text-needs-fill-ink"
    >
      {count}
    </span>
  );
}
