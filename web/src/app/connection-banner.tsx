import { RefreshCw } from 'lucide-react';
import { Button } from '../components/ui/button.tsx';
import { sending } from '../features/chat/data/send-message.ts';
import { EMULATOR_HOST, emulated, ports } from '../lib/env.ts';
import { reconnect } from '../lib/firebase/firestore.ts';
import { useLasting } from '../lib/lasting.ts';
import { online } from '../lib/online.ts';
import { useSubscription } from '../lib/subscription/source.ts';

/** A short loss is not worth a word. */
const PATIENCE_MS = 5_000;
const SENDING_TAKES_MS = 10_000;

const NOT_REACHED = emulated
  ? `The Firestore emulator on ${EMULATOR_HOST}:${ports.firestore} does not answer. Check that npm start is running; what you send waits.`
  : 'The server does not answer. What you send goes out when it does.';

/** Says why nothing moves. `live`: the server confirms what the page shows. */
export function ConnectionBanner({ live }: { live: boolean }) {
  const isOnline = useSubscription(online);
  const cutOff = useLasting(!live, PATIENCE_MS);
  // The SDK believes for up to a minute in a server that has gone; what does not get there tells sooner.
  const stuck = useLasting(useSubscription(sending), SENDING_TAKES_MS);
  if (isOnline && !cutOff && !stuck) return null;
  return (
    <section
      aria-label="Connection"
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1.5 border-b border-needs-line bg-needs px-4 py-2 text-center text-sm text-needs-ink"
    >
      <p>{isOnline ? NOT_REACHED : 'You are offline; what you send goes out when you are back.'}</p>
      {/* The page goes on by itself, but the longer it was away, the longer it waits between two tries. */}
      {isOnline ? (
        <Button look="needs" onClick={() => void reconnect()}>
          <RefreshCw size={14} aria-hidden="true" />
          Try now
        </Button>
      ) : null}
    </section>
  );
}
