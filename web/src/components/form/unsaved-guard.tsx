import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { asksForAll, guardLeaving } from '../../lib/leave.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';

/** What of the browser's own navigation this needs; not all browsers have it. */
type NavigateEvent = Event & {
  readonly navigationType: string;
  readonly destination: { readonly key: string };
};
type Navigation = EventTarget & { traverseTo(key: string): void };

const navigation = (): Navigation | undefined =>
  'navigation' in window ? (window as { navigation?: Navigation }).navigation : undefined;

/** Where a click leads inside of this page; null: elsewhere, or into another tab. */
function pathOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.download !== '') return null;
  const url = new URL(link.href);
  if (url.origin !== window.location.origin || url.pathname === window.location.pathname) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}

type Props = {
  dirty: boolean;
  /** Which form this is, where it can be left for another one on the same page. */
  of?: string;
};

/** While something is not saved: asks before a link, the way back, code or the end of the page takes it away. */
export function UnsavedGuard({ dirty, of }: Props) {
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState<{ go: () => void } | null>(null);
  useEffect(() => {
    if (!dirty) return undefined;
    let isTraversing = false;
    const ask = (go: () => void) => setLeaving({ go });
    const release = guardLeaving({ of, ask });
    const onClick = (event: MouseEvent) => {
      const path = pathOf(event);
      if (path === null || !asksForAll({ ask })) return;
      event.preventDefault();
      event.stopPropagation();
      ask(() => void navigate(path));
    };
    const onTraverse = (event: Event) => {
      const { navigationType, destination } = event as NavigateEvent;
      if (navigationType !== 'traverse' || !event.cancelable || isTraversing || !asksForAll({ ask })) return;
      event.preventDefault();
      ask(() => {
        isTraversing = true;
        navigation()?.traverseTo(destination.key);
      });
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before the router hears of it.
    document.addEventListener('click', onClick, { capture: true });
    navigation()?.addEventListener('navigate', onTraverse);
    window.addEventListener('beforeunload', onUnload);
    return () => {
      release();
      document.removeEventListener('click', onClick, { capture: true });
      navigation()?.removeEventListener('navigate', onTraverse);
      window.removeEventListener('beforeunload', onUnload);
    };
  }, [dirty, of, navigate]);
  if (!leaving) return null;
  return (
    <Modal
      open
      onClose={() => setLeaving(null)}
      title="Leave without saving?"
      description="What you changed here has not been saved."
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="normal" onClick={() => setLeaving(null)}>
          Stay
        </Button>
        <Button
          look="danger"
          size="normal"
          onClick={() => {
            setLeaving(null);
            leaving.go();
          }}
        >
          Leave
        </Button>
      </div>
    </Modal>
  );
}
