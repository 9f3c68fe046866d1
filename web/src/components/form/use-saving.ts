import { useCallback, useState } from 'react';
import { callProblem } from '../../lib/call-problem.ts';

/** Runs one thing at a time that may not work, and keeps why it did not, in words. */
export function useSaving() {
  const [state, setState] = useState<{ busy: boolean; saved: boolean; problem: string | null }>({
    busy: false,
    saved: false,
    problem: null,
  });
  /** Gives whether it worked. */
  const run = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    setState({ busy: true, saved: false, problem: null });
    try {
      await work();
      setState({ busy: false, saved: true, problem: null });
      return true;
    } catch (error) {
      console.warn('saving did not work', error);
      setState({ busy: false, saved: false, problem: callProblem(error) });
      return false;
    }
  }, []);
  return { ...state, run };
}
