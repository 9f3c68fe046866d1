import { cloneElement, type ComponentProps, type ReactElement, useState } from 'react';
import type { OnDemand } from '../../lib/on-demand.ts';

/** A button that a menu opens from. */
export type Trigger = ReactElement<ComponentProps<'button'>>;

type Props<P> = {
  /** Draws the trigger with its menu, which is open at first. */
  Panel: OnDemand<P & { trigger: Trigger }>;
  /** What the panel needs beside its trigger. */
  of: P;
  trigger: Trigger;
  opens?: 'menu' | 'dialog';
};

/** A button by itself until it is first pressed: only then what draws its menu has to be there. */
export function LazyMenu<P extends object>({ Panel, of, trigger, opens = 'menu' }: Props<P>) {
  const [isAsked, setAsked] = useState(false);
  const ask = () => {
    setAsked(true);
    void Panel.load();
  };
  const alone = cloneElement(trigger, {
    'aria-haspopup': opens,
    'aria-expanded': false,
    onClick: ask,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown' || opens !== 'menu') return;
      event.preventDefault();
      ask();
    },
  });
  return <Panel wanted={isAsked} fallback={alone} of={{ ...of, trigger }} />;
}
