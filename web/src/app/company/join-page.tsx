import { useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { MotherMark } from '../../components/ui/mother-mark.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Problem } from '../../components/ui/problem.tsx';
import { isConfirmed, sendConfirmation } from '../../features/auth/data/verify.ts';
import { signOut } from '../../features/auth/data/sign-in.ts';
import { join } from '../../features/tenants/data/members.ts';
import { callCode, callProblem } from '../../lib/call-problem.ts';
import { useTitle } from '../../lib/title.ts';
import { useMember } from '../member.ts';

type State =
  | { readonly status: 'asking' | 'joining' | 'unconfirmed' | 'sent' | 'early' }
  | { readonly status: 'failed'; readonly problem: string };

/** Whoever confirmed their address a moment ago is still signed in as somebody who has not. */
async function joinConfirmed(tryToJoin: () => Promise<unknown>): Promise<void> {
  try {
    await tryToJoin();
  } catch (error) {
    if (callCode(error) !== 'email_unverified' || !(await isConfirmed().catch(() => false))) throw error;
    await tryToJoin();
  }
}

function unconfirmedText({ status }: State, email: string): string {
  if (status === 'unconfirmed') return 'Before you can join, your address has to be confirmed.';
  if (status === 'sent')
    return `An e-mail is on its way to ${email}. Open the link in it, then come back here.`;
  if (status === 'early') return `${email} is not confirmed yet. Open the link in that e-mail first.`;
  return '';
}

/** Where the link of an invitation leads: joining, or what is in the way of it. */
export default function JoinPage() {
  useTitle('Invitation');
  const { tenantId = '', invitationId = '' } = useParams();
  const { hash } = useLocation();
  const { person, enter } = useMember();
  const navigate = useNavigate();
  const [state, setState] = useState<State>({ status: 'asking' });
  const accept = async () => {
    setState({ status: 'joining' });
    try {
      await joinConfirmed(() => join(tenantId, invitationId, hash.slice(1)));
      enter(tenantId);
      await navigate('/', { replace: true });
    } catch (error) {
      console.warn('joining did not work', error);
      if (callCode(error) === 'email_unverified') setState({ status: 'unconfirmed' });
      else setState({ status: 'failed', problem: callProblem(error) });
    }
  };
  const send = async () => {
    try {
      await sendConfirmation();
      setState({ status: 'sent' });
    } catch (error) {
      console.warn('the confirmation could not be sent', error);
      setState({ status: 'failed', problem: 'The e-mail could not be sent. Wait a minute, then try again.' });
    }
  };
  const again = async () => {
    if (await isConfirmed().catch(() => false)) return accept();
    setState({ status: 'early' });
  };
  const isJoining = state.status === 'joining';
  return (
    <main id="main" className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-6 py-10">
      <MotherMark size={44} />
      {hash.length < 2 ? (
        <>
          <h1 className="mt-5 text-xl font-semibold tracking-tight">This link is not whole</h1>
          <p className="mt-2 text-soft">
            Copy it again, with everything after the “#”; or ask for a new one.
          </p>
        </>
      ) : (
        <>
          <h1 className="mt-5 text-xl font-semibold tracking-tight">You are invited to a company</h1>
          <p className="mt-2 text-soft">
            You are signed in as {person.email}. An invitation is for one address only: if it went to another
            one, sign in with that.
          </p>
          <p role="status" className="mt-4 empty:hidden">
            {unconfirmedText(state, person.email)}
          </p>
          <Problem text={state.status === 'failed' ? state.problem : null} />
          <div className="mt-5 flex flex-wrap gap-2">
            {state.status === 'unconfirmed' || state.status === 'early' ? (
              <Button look="primary" size="normal" onClick={() => void send()}>
                Send me an e-mail to confirm it
              </Button>
            ) : null}
            {state.status === 'sent' || state.status === 'early' ? (
              <Button look="primary" size="normal" onClick={() => void again()}>
                I have confirmed it
              </Button>
            ) : null}
            {state.status === 'asking' || isJoining || state.status === 'failed' ? (
              <Button
                look="primary"
                size="normal"
                aria-disabled={isJoining}
                onClick={() => (isJoining ? undefined : void accept())}
              >
                {isJoining ? 'Joining…' : 'Join'}
              </Button>
            ) : null}
            <Button size="normal" onClick={() => void signOut()}>
              Use another account
            </Button>
          </div>
        </>
      )}
    </main>
  );
}
