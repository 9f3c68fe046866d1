import { useState } from 'react';
import { MotherMark } from '../../../components/ui/mother-mark.tsx';
import { emulated } from '../../../lib/env.ts';
import { useTitle } from '../../../lib/title.ts';
import { EmailForm } from './email-form.tsx';
import { EmulatorAccounts } from './emulator-accounts.tsx';
import { GoogleButton } from './google-button.tsx';

/** The only page that a person who is not signed in can see. */
export function SignInPage() {
  useTitle('Sign in');
  const [byEmail, setByEmail] = useState(!emulated);
  return (
    <main className="grid min-h-full place-items-center px-5 py-10">
      <div className="w-full max-w-sm">
        <MotherMark size={52} />
        <h1 className="mt-6 text-[2rem] leading-tight font-semibold tracking-[-0.03em]">Mother</h1>
        <p className="mt-2 text-[1.0625rem] text-soft">
          One chat. Ask for something; Mother answers, or has an agent do it and comes back with the result.
        </p>
        <div className="mt-8">
          {emulated ? null : (
            <>
              <GoogleButton />
              <p className="my-5 flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                or by e-mail
              </p>
            </>
          )}
          {byEmail ? <EmailForm /> : <EmulatorAccounts />}
        </div>
        {emulated ? (
          <button
            type="button"
            onClick={() => setByEmail(!byEmail)}
            className="mt-5 text-sm text-soft underline underline-offset-4 hover:text-ink"
          >
            {byEmail ? 'Use a local account' : 'Use an e-mail address'}
          </button>
        ) : null}
      </div>
    </main>
  );
}
