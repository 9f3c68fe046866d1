import { CircleAlert } from 'lucide-react';
import { Note } from './note.tsx';

/** What went wrong, said aloud as soon as it is there. */
export function Problem({ text }: { text: string | null }) {
  return (
    <div role="alert" className="mt-4 empty:mt-0">
      {text === null ? null : (
        <Note tone="danger" icon={<CircleAlert size={18} aria-hidden="true" />}>
          <p className="min-w-0 flex-1">{text}</p>
        </Note>
      )}
    </div>
  );
}
