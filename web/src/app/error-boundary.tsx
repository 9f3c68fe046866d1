import { Component, type ReactNode } from 'react';
import { ReloadButton } from '../components/ui/reload-button.tsx';

type Props = { children: ReactNode };
type State = { error: unknown };

/** The last resort: whatever breaks while drawing ends here, with a way out. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="grid min-h-full place-items-center px-5">
        <div role="alert" className="w-full max-w-sm">
          <h1 className="text-xl font-semibold tracking-tight">The page broke</h1>
          <p className="mt-2 text-soft">
            Nothing you sent is lost, and drafts are kept. Reload the page; if it breaks again, report it.
          </p>
          <ReloadButton look="primary" size="normal" className="mt-5" />
        </div>
      </main>
    );
  }
}
