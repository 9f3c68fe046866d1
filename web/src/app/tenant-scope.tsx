import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Person } from '../features/auth/data/session.ts';
import { chosenTenant, keepChosenTenant } from '../features/tenants/data/chosen.ts';
import { tenanciesOf, type Tenancy } from '../features/tenants/data/tenancies.ts';
import { workingIn } from '../features/tenants/data/working-in.ts';
import { useSubscription } from '../lib/subscription/source.ts';
import { MemberContext } from './member.ts';

const NONE: readonly Tenancy[] = [];

type Props = { person: Person; personalId: string; children: ReactNode };

/** Which of their tenants somebody works in; the choice is kept on the device. */
export function TenantScope({ person, personalId, children }: Props) {
  const tenancies = useSubscription(useMemo(() => tenanciesOf(person.uid), [person.uid]));
  const [chosen, setChosen] = useState(() => chosenTenant(person.uid));
  const [entered, setEntered] = useState<string | null>(null);
  const all = tenancies.status === 'ready' ? tenancies.all : NONE;
  if (entered !== null && all.some(({ tenantId }) => tenantId === entered)) setEntered(null);
  const choose = useCallback(
    (tenantId: string) => {
      keepChosenTenant(person.uid, tenantId);
      setChosen(tenantId);
      setEntered(null);
    },
    [person.uid],
  );
  const enter = useCallback(
    (tenantId: string) => {
      choose(tenantId);
      setEntered(tenantId);
    },
    [choose],
  );
  const member = useMemo(
    () => ({
      person,
      personalId,
      // What was entered a moment ago stands until the list has it.
      tenantId: entered ?? workingIn(tenancies, chosen, personalId),
      known:
        entered === null &&
        (tenancies.status === 'failed' || (tenancies.status === 'ready' && tenancies.live)),
      tenancies: all,
      choose,
      enter,
    }),
    [person, personalId, tenancies, all, chosen, entered, choose, enter],
  );
  return <MemberContext value={member}>{children}</MemberContext>;
}
