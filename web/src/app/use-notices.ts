import { useCallback, useState } from 'react';

/** A word about what has just been done, with the one button that undoes or repeats it. */
export type Notice = {
  /** What it is about; of each there is one at most. */
  readonly key: string;
  readonly tone: 'calm' | 'danger';
  readonly text: string;
  /** The name of what it is about. */
  readonly about?: string;
  readonly button: string;
  readonly onPress: () => void;
  /** How long it stays; null: until it is pressed or closed. */
  readonly lastsMs: number | null;
};

export function useNotices() {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const close = useCallback(
    (key: string) => setNotices((all) => all.filter((notice) => notice.key !== key)),
    [],
  );
  const show = useCallback((next: Notice) => {
    setNotices((all) => [...all.filter((notice) => notice.key !== next.key), next]);
  }, []);
  return { notices, show, close };
}
