import type { Announcement } from './use-announcer.ts';

/** The page's one status region. A new key makes a new node, so that the same words twice are said twice. */
export function StatusRegion({ said }: { said: Announcement }) {
  return (
    <p role="status" aria-live="polite" className="sr-only">
      <span key={said.n}>{said.text}</span>
    </p>
  );
}
