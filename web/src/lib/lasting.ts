import { useEffect, useState } from 'react';

/** Whether something has been so for a while, without a break. */
export function useLasting(condition: boolean, forMs: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!condition) return undefined;
    const timer = setTimeout(() => setLasts(true), forMs);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [condition, forMs]);
  return condition && lasts;
}
