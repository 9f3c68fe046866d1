import { useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { sendReset, signIn, signUp } from '../data/sign-in.ts';
import { signInProblem } from '../data/sign-in-problem.ts';
import { Field } from './field.tsx';
import { Problem } from '../../../components/ui/problem.tsx';

type Mode = 'sign-in' | 'sign-up' | 'reset';

const verbs: Record<Mode, string> = {
  'sign-in': 'Sign in',
  'sign-up': 'Create the account',
  reset: 'Send the reset link',
};
const others: Record<Mode, readonly Mode[]> = {
  'sign-in': ['sign-up', 'reset'],
  'sign-up': ['sign-in'],
  reset: ['sign-in'],
};
const invitations: Record<Mode, string> = {
  'sign-in': 'I have an account',
  'sign-up': 'I am new here',
  reset: 'I forgot my password',
};

/** E-mail and password: sign in, sign up, and the way back to a forgotten password. */
export function EmailForm() {
  const [mode, setMode] = useState<Mode>('sign-in');
  const [problem, setProblem] = useState<string | null>(null);
  const [resetSentTo, setResetSentTo] = useState<string | null>(null);

  const submit = async (form: FormData) => {
    const credentials = { email: text(form, 'email').trim(), password: text(form, 'password') };
    setProblem(null);
    setResetSentTo(null);
    try {
      if (mode === 'sign-in') await signIn(credentials);
      else if (mode === 'sign-up') await signUp(credentials);
      else {
        await sendReset(credentials.email);
        setResetSentTo(credentials.email);
      }
    } catch (error) {
      setProblem(signInProblem(error));
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <div className="space-y-4">
        <Field label="E-mail" name="email" type="email" autoComplete="email" />
        {mode === 'reset' ? null : (
          <Field
            label="Password"
            name="password"
            type="password"
            minLength={6}
            autoComplete={mode === 'sign-up' ? 'new-password' : 'current-password'}
          />
        )}
      </div>
      <Button type="submit" look="primary" size="normal" className="mt-5 w-full">
        {verbs[mode]}
      </Button>
      <Problem text={problem} />
      <p role="status" className="mt-3 text-sm text-soft">
        {resetSentTo === null ? '' : `A link to set a new password is on its way to ${resetSentTo}.`}
      </p>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {others[mode].map((other) => (
          <button
            key={other}
            type="button"
            onClick={() => setMode(other)}
            className="text-sm text-soft underline underline-offset-4 hover:text-ink"
          >
            {invitations[other]}
          </button>
        ))}
      </div>
    </form>
  );
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
