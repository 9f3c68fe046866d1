import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Person } from '../features/auth/data/session.ts';
import { chosenTenant, keepChosenTenant } from '../features/tenants/data/chosen.ts';
import { tenanciesOf } from '../features/tenants/data/tenancies.ts';
import { workingIn } from '../features/tenants/data/working-in.ts';
import { useSubscription } from '../lib/subscription/source.ts';
import { MemberContext } from './member.ts';

type Props = { person: Person; personalId: string; children: ReactNode };

/** Which of their tenants somebody works in; the choice is kept on the device. */
export function TenantScope({ person, personalId, children }: Props) {
  const tenancies = useSubscription(useMemo(() => tenanciesOf(person.uid), [person.uid]));
  const [chosen, setChosen] = useState(() => chosenTenant(person.uid));
  const choose = useCallback(
    (tenantId: string) => {
      keepChosenTenant(person.uid, tenantId);
      setChosen(tenantId);
    },
    [person.uid],
  );
  const member = useMemo(
    () => ({
      person,
      personalId,
      tenantId: workingIn(tenancies, chosen, personalId),
      known: tenancies.status === 'failed' || (tenancies.status === 'ready' && tenancies.live),
      tenancies: tenancies.status === 'ready' ? tenancies.all : [],
      choose,
    }),
    [person, personalId, tenancies, chosen, choose],
  );
  return <MemberContext value={member}>{children}</MemberContext>;
}
