import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../components/ui/button.tsx';
import { MotherMark } from '../components/ui/mother-mark.tsx';
import type { Person } from '../features/auth/data/session.ts';
import { signOut } from '../features/auth/data/sign-in.ts';
import { setUpTenant } from '../features/auth/data/set-up-tenant.ts';
import { callProblem } from '../lib/call-problem.ts';
import { useLasting } from '../lib/lasting.ts';
import { TenantScope } from './tenant-scope.tsx';

type SetUp =
  | { readonly status: 'working' }
  | { readonly status: 'failed'; readonly problem: string }
  | { readonly status: 'done'; readonly tenantId: string };

/** From then on nobody is left to wait without a way out. */
const SETTING_UP_TAKES_MS = 10_000;

/** The first sign-in makes the person's own tenant; every later one finds it. The page starts once it is there. */
export function TenantGate({ person, children }: { person: Person; children: ReactNode }) {
  const [setUp, setSetUp] = useState<SetUp>({ status: 'working' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    setSetUp({ status: 'working' });
    setUpTenant(person.uid).then(
      (tenantId) => current && setSetUp({ status: 'done', tenantId }),
      (error: unknown) => {
        console.warn('setting up failed', error);
        if (current) setSetUp({ status: 'failed', problem: callProblem(error) });
      },
    );
    return () => {
      current = false;
    };
  }, [person.uid, tries]);

  const takesLong = useLasting(setUp.status === 'working', SETTING_UP_TAKES_MS);

  if (setUp.status === 'done') {
    return (
      <TenantScope person={person} personalId={setUp.tenantId}>
        {children}
      </TenantScope>
    );
  }
  return (
    <main className="grid min-h-full place-items-center px-5">
      <div className="w-full max-w-sm">
        <div className={setUp.status === 'failed' ? '' : 'breathe'}>
          <MotherMark size={44} />
        </div>
        {setUp.status === 'failed' ? (
          <>
            <h1 className="mt-5 text-xl font-semibold tracking-tight">Setting up did not work</h1>
            <p role="alert" className="mt-2 text-soft">
              {setUp.problem}
            </p>
          </>
        ) : (
          <>
            <h1 className="mt-5 text-xl font-semibold tracking-tight">Setting up…</h1>
            <p role="status" className="mt-2 text-soft wrap-anywhere">
              {takesLong
                ? 'This takes longer than usual. Wait a little more, or try again.'
                : `Getting your agents ready, ${person.name}. This takes a few seconds.`}
            </p>
          </>
        )}
        {setUp.status === 'failed' || takesLong ? (
          <div className="mt-5 flex gap-2">
            <Button look="primary" size="normal" onClick={() => setTries(tries + 1)}>
              Retry
            </Button>
            <Button size="normal" onClick={() => void signOut()}>
              Sign out
            </Button>
          </div>
        ) : null}
      </div>
    </main>
  );
}
