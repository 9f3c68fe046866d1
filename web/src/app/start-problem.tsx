import { ReloadButton } from '../components/ui/reload-button.tsx';

/** The page could not find out which Firebase project it belongs to. */
export function StartProblem() {
  return (
    <main className="grid min-h-full place-items-center px-5">
      <div role="alert" className="w-full max-w-sm">
        <h1 className="text-xl font-semibold tracking-tight">Mother could not start</h1>
        <p className="mt-2 text-soft">
          The configuration of this site could not be loaded. Check your connection, then reload the page.
        </p>
        <ReloadButton look="primary" size="normal" className="mt-5" />
      </div>
    </main>
  );
}
