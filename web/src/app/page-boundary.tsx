import { Component, type ReactNode } from 'react';
import { Link } from 'react-router';
import { ReloadButton } from '../components/ui/reload-button.tsx';

type Props = { path: string; children: ReactNode };
type State = { error: unknown; path: string };

/**
 * A page that breaks, or whose code cannot be loaded, leaves the rest of the app where it is. Only loading everything
 * anew helps: a browser remembers of a module that it could not be had.
 */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: null, path: this.props.path };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  /** Another page is another try. */
  static getDerivedStateFromProps({ path }: Props, before: State): Partial<State> | null {
    return path === before.path ? null : { error: null, path };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main id="main" className="mx-auto flex max-w-md flex-1 flex-col justify-center px-6 py-10">
        <div role="alert">
          <h1 className="text-xl font-semibold tracking-tight">This page could not be shown</h1>
          <p className="mt-2 text-soft">
            A new version may be out, or there is no network: reload when you are online. Until then you can
            go on in a chat, or{' '}
            <Link to="/" className="text-accent underline underline-offset-4">
              start a new one
            </Link>
            .
          </p>
          <ReloadButton look="primary" size="normal" className="mt-5" />
        </div>
      </main>
    );
  }
}
