import { Link } from 'react-router';
import { Note } from '../components/ui/note.tsx';

/** In the composer's place once a chat takes no more messages. */
export function ClosedChat({ deleted }: { deleted: boolean }) {
  return (
    <Note tone="calm">
      <p>
        {deleted ? 'This chat has been deleted.' : 'This chat is closed.'}{' '}
        <Link to="/" className="text-accent underline underline-offset-4">
          Start a new chat
        </Link>
      </p>
    </Note>
  );
}
