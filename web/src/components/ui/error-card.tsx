import type { ShownError } from 'functions/contracts';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Note } from './note.tsx';

/** A typed error: the words that name the fix, its code for whoever is asked, and the one button that retries. */
export function ErrorCard({ error, children }: { error: ShownError; children?: ReactNode }) {
  return (
    <Note tone="danger" icon={<CircleAlert size={18} aria-hidden="true" />}>
      <p className="min-w-0 flex-1 basis-56">
        {error.message} <span className="mono text-xs whitespace-nowrap">({error.code})</span>
      </p>
      {children}
    </Note>
  );
}
