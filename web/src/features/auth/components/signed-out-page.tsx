import { LogIn } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { MotherMark } from '../../../components/ui/mother-mark.tsx';
import { useTitle } from '../../../lib/title.ts';
import { SignInPage } from './sign-in-page.tsx';

/** `meanwhile`: it happened elsewhere, so that first is said what happened, and that nothing is lost. */
export function SignedOutPage({ meanwhile }: { meanwhile: boolean }) {
  const [explained, setExplained] = useState(!meanwhile);
  return explained ? <SignInPage /> : <Explanation onSignIn={() => setExplained(true)} />;
}

function Explanation({ onSignIn }: { onSignIn: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useTitle('Signed out');
  useEffect(() => {
    button.current?.focus();
  }, []);
  return (
    <main className="grid min-h-full place-items-center px-5 py-10">
      <div
        role="alert"
        className="rise w-full max-w-md rounded-3xl border border-line bg-surface p-7 shadow-float"
      >
        <MotherMark size={40} />
        <h1 className="mt-5 text-xl font-semibold tracking-tight">You are signed out</h1>
        <p className="mt-2 text-soft">
          It happened in another tab, or your sign-in has ended. Nothing is lost: your chats are where they
          were, and what you were writing is kept on this device.
        </p>
        <Button ref={button} look="primary" size="normal" className="mt-6" onClick={onSignIn}>
          <LogIn size={17} aria-hidden="true" />
          Sign in again
        </Button>
      </div>
    </main>
  );
}
