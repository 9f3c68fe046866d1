import { Link } from 'react-router';
import { useTitle } from '../lib/title.ts';

export function NotFound() {
  useTitle('No such page');
  return (
    <main id="main" className="mx-auto flex max-w-md flex-1 flex-col justify-center px-6 py-10">
      <h1 className="text-xl font-semibold tracking-tight">There is no such page</h1>
      <p className="mt-2 text-soft">
        <Link to="/" className="text-accent underline underline-offset-4">
          Start a new chat
        </Link>
      </p>
    </main>
  );
}
