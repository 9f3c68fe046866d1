import { useEffect, useState } from 'react';
import { EMULATOR_HOST, emulated, ports } from '../lib/env.ts';
import { online } from '../lib/online.ts';
import { useSubscription } from '../lib/subscription/source.ts';

/** A short loss is not worth a word. */
const PATIENCE_MS = 5_000;

const NOT_REACHED = emulated
  ? `The Firestore emulator on ${EMULATOR_HOST}:${ports.firestore} does not answer. Check that npm start is running; this page goes on by itself.`
  : 'The server does not answer. This page keeps trying and goes on by itself.';

function useLasting(condition: boolean): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!condition) return undefined;
    const timer = setTimeout(() => setLasts(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [condition]);
  return condition && lasts;
}

/** Says why nothing moves. `live`: the server confirms what the page shows. */
export function ConnectionBanner({ live }: { live: boolean }) {
  const isOnline = useSubscription(online);
  const cutOff = useLasting(!live);
  if (isOnline && !cutOff) return null;
  return (
    <section
      aria-label="Connection"
      className="border-b border-needs-line bg-needs px-4 py-2 text-center text-sm text-needs-ink"
    >
      {isOnline ? NOT_REACHED : 'You are offline; what you send goes out when you are back.'}
    </section>
  );
}
