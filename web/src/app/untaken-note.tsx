import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/ui/button.tsx';
import { Note } from '../components/ui/note.tsx';
import { checkBackend } from '../features/auth/data/set-up-tenant.ts';
import { callProblem } from '../lib/call-problem.ts';
import { useLasting } from '../lib/lasting.ts';

/** Longer than a backend needs that has to be started first. */
const PATIENCE_MS = 30_000;

type Check =
  | { readonly status: 'none' | 'checking' | 'answers' }
  | { readonly status: 'failed'; readonly problem: string };

/** What is stored waits for the backend, and nothing takes it: says so, and finds out why. */
export function UntakenNote({ untaken }: { untaken: boolean }) {
  const lasts = useLasting(untaken, PATIENCE_MS);
  return lasts ? <Untaken /> : null;
}

function Untaken() {
  const [check, setCheck] = useState<Check>({ status: 'none' });
  const run = async () => {
    setCheck({ status: 'checking' });
    try {
      await checkBackend();
      setCheck({ status: 'answers' });
    } catch (error) {
      setCheck({ status: 'failed', problem: callProblem(error) });
    }
  };
  return (
    <Note tone="needs" className="mb-2">
      <p role="status" className="min-w-0 flex-1 basis-56">
        {textOf(check)}
      </p>
      <Button
        look="needs"
        aria-disabled={check.status === 'checking'}
        onClick={() => (check.status === 'checking' ? undefined : void run())}
      >
        <RefreshCw size={14} aria-hidden="true" />
        {check.status === 'checking' ? 'Checking…' : 'Check the backend'}
      </Button>
    </Note>
  );
}

function textOf(check: Check): string {
  switch (check.status) {
    case 'none':
    case 'checking':
      return 'Your message is stored, but Mother has not taken it up yet.';
    case 'answers':
      return 'The backend answers. What was left lying is taken up within two minutes; there is no need to send it again.';
    case 'failed':
      return `Your message is stored, and is taken up as soon as it can be. ${check.problem}`;
    default:
      return check satisfies never;
  }
}
