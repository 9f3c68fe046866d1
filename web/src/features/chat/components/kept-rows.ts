import { createContext, use, useEffect } from 'react';

/** Keeps a row of the conversation on the page when it is scrolled out of sight; returns how to let go of it. */
export const KeepRowContext = createContext<() => () => void>(() => () => {});

/** For what must not be lost when its row is scrolled away: something half written. */
export function useKeepRow(): void {
  const keep = use(KeepRowContext);
  useEffect(() => keep(), [keep]);
}
