import type { Source } from './subscription/source.ts';

/** Whether the browser has a network at all. */
export const online: Source<boolean> = {
  current: () => navigator.onLine,
  subscribe: (onChange) => {
    window.addEventListener('online', onChange);
    window.addEventListener('offline', onChange);
    return () => {
      window.removeEventListener('online', onChange);
      window.removeEventListener('offline', onChange);
    };
  },
};
