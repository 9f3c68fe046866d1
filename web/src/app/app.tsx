import { lazy, Suspense } from 'react';
import { SignedOutPage } from '../features/auth/components/signed-out-page.tsx';
import { session } from '../features/auth/data/session.ts';
import { useSubscription } from '../lib/subscription/source.ts';
import { ErrorBoundary } from './error-boundary.tsx';

const SignedIn = lazy(() => import('./signed-in.tsx'));

/** Signed out: one page. Signed in: everything else, loaded then. */
export function App() {
  const now = useSubscription(session);
  return (
    <ErrorBoundary>
      <Suspense fallback={null}>
        {now.status === 'signed-out' ? <SignedOutPage meanwhile={now.meanwhile} /> : null}
        {now.status === 'signed-in' ? <SignedIn key={now.person.uid} person={now.person} /> : null}
      </Suspense>
    </ErrorBoundary>
  );
}
