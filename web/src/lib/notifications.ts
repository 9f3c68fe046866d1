import type { Source } from './subscription/source.ts';

/** Whether this person wants to be told on this browser, and whether the browser lets the page. */
export type Notifying = 'off' | 'on' | 'denied' | 'unsupported';

const KEY = 'mother.notify';
const subscribers = new Set<() => void>();
/** Without storage the wish lasts until the page is left. */
let wish: boolean | null = null;

function isWished(): boolean {
  try {
    return wish ?? localStorage.getItem(KEY) === 'on';
  } catch {
    return wish ?? false;
  }
}

function current(): Notifying {
  if (!('Notification' in window)) return 'unsupported';
  if (!isWished()) return 'off';
  return Notification.permission === 'granted' ? 'on' : 'denied';
}

const tellAll = (): void => {
  for (const tell of subscribers) tell();
};

export const notifying: Source<Notifying> = {
  current,
  subscribe: (onChange) => {
    subscribers.add(onChange);
    window.addEventListener('storage', onChange);
    return () => {
      subscribers.delete(onChange);
      window.removeEventListener('storage', onChange);
    };
  },
};

/** Asks the browser for its leave where that is needed. Gives what has become of it. */
export async function switchNotifying(on: boolean): Promise<Notifying> {
  if (on && current() !== 'unsupported') await Notification.requestPermission();
  wish = on;
  try {
    if (on) localStorage.setItem(KEY, 'on');
    else localStorage.removeItem(KEY);
    wish = null;
  } catch {
    // Nothing is kept.
  }
  tellAll();
  return current();
}

type Shown = {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
};

/** Of several tabs that show the same, the browser keeps one: they have the same tag. */
export function notify({ tag, title, body, onClick }: Shown): void {
  try {
    const shown = new Notification(title, { tag, body });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      onClick();
    });
  } catch (error) {
    // Some phones let a page ask, and then show none.
    console.warn('no notification could be shown', error);
  }
}
