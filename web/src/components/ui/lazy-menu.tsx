import {
  cloneElement,
  type ComponentProps,
  type ReactElement,
  type RefCallback,
  useCallback,
  useRef,
  useState,
} from 'react';
import type { OnDemand } from '../../lib/on-demand.ts';

/** A button that a menu opens from. */
export type Trigger = ReactElement<ComponentProps<'button'>>;

export type PanelProps = {
  trigger: Trigger;
  /** It was opened with a key: then its first item has the focus, as whenever a key opens it. */
  byKey: boolean;
};

type Props<P> = {
  /** Draws the trigger with its menu, which is open at first. */
  Panel: OnDemand<P & PanelProps>;
  /** What the panel needs beside its trigger. */
  of: P;
  trigger: Trigger;
  opens?: 'menu' | 'dialog';
};

/** A button by itself until it is first pressed: only then what draws its menu has to be there. */
export function LazyMenu<P extends object>({ Panel, of, trigger, opens = 'menu' }: Props<P>) {
  const [asked, setAsked] = useState<'by key' | 'by pointer' | null>(null);
  const ask = (byKey: boolean) => {
    setAsked(byKey ? 'by key' : 'by pointer');
    void Panel.load();
  };
  const alone = cloneElement(trigger, {
    'aria-haspopup': opens,
    'aria-expanded': false,
    // A click that a key made has no place.
    onClick: (event) => ask(event.detail === 0),
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown' || opens !== 'menu') return;
      event.preventDefault();
      ask(true);
    },
  });
  return (
    <Panel wanted={asked !== null} fallback={alone} of={{ ...of, trigger, byKey: asked === 'by key' }} />
  );
}

/** For a menu's content: gives its first item the focus when it opens for the first time, if a key has opened it. */
export function useFirstItem(byKey: boolean): RefCallback<HTMLElement> {
  const isDone = useRef(false);
  return useCallback(
    (content: HTMLElement | null) => {
      if (!content || !byKey || isDone.current) return;
      isDone.current = true;
      // After the menu has given the focus to itself.
      requestAnimationFrame(() => content.querySelector<HTMLElement>('[role^=menuitem]')?.focus());
    },
    [byKey],
  );
}
