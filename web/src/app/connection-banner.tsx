import { RefreshCw } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { Button } from '../components/ui/button.tsx';
import { ReloadButton } from '../components/ui/reload-button.tsx';
import { useSay } from '../features/chat/components/use-announcer.ts';
import { sendingOf } from '../features/chat/data/underway.ts';
import { EMULATOR_HOST, emulated, ports } from '../lib/env.ts';
import { reconnect } from '../lib/firebase/firestore.ts';
import { useLasting } from '../lib/lasting.ts';
import { partMissing } from '../lib/on-demand.ts';
import { online } from '../lib/online.ts';
import { useSubscription } from '../lib/subscription/source.ts';
import { useMember } from './member.ts';

/** A short loss is not worth a word. */
const PATIENCE_MS = 5_000;
const SENDING_TAKES_MS = 10_000;

const NOT_REACHED = emulated
  ? `The Firestore emulator on ${EMULATOR_HOST}:${ports.firestore} does not answer. Check that npm start is running; what you send waits.`
  : 'The server does not answer. What you send goes out when it does.';

const OFFLINE = 'You are offline; what you send goes out when you are back.';
const PART_MISSING = 'A part of the page could not be loaded. A new version may be out: reload the page.';

type Problem = { readonly words: string; readonly way: 'wait' | 'try' | 'reload' };

function problemOf(is: { online: boolean; reached: boolean; whole: boolean }): Problem | null {
  if (!is.online) return { words: OFFLINE, way: 'wait' };
  if (!is.reached) return { words: NOT_REACHED, way: 'try' };
  return is.whole ? null : { words: PART_MISSING, way: 'reload' };
}

/** Says why nothing moves, aloud as well. `live`: the server confirms what the page shows. */
export function ConnectionBanner({ live }: { live: boolean }) {
  const say = useSay();
  const { uid } = useMember().person;
  const sending = useSubscription(useMemo(() => sendingOf(uid), [uid]));
  const cutOff = useLasting(!live, PATIENCE_MS);
  // The SDK believes for up to a minute in a server that has gone; what does not get there tells sooner.
  const stuck = useLasting(sending, SENDING_TAKES_MS);
  const problem = problemOf({
    online: useSubscription(online),
    reached: !cutOff && !stuck,
    whole: !useSubscription(partMissing),
  });
  const words = problem?.words ?? null;
  useEffect(() => {
    if (words !== null) say(words);
  }, [words, say]);
  if (!problem) return null;
  return (
    <section
      aria-label="Connection"
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1.5 border-b border-needs-line bg-needs px-4 py-2 text-center text-sm text-needs-ink"
    >
      <p>{problem.words}</p>
      {/* The page goes on by itself, but the longer it was away, the longer it waits between two tries. */}
      {problem.way === 'try' ? (
        <Button look="needs" onClick={() => void reconnect()}>
          <RefreshCw size={14} aria-hidden="true" />
          Try now
        </Button>
      ) : null}
      {problem.way === 'reload' ? <ReloadButton look="needs" /> : null}
    </section>
  );
}
