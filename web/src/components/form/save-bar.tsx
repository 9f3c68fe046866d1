import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';

type Props = {
  /** What the button says. */
  verb: string;
  busy: boolean;
  /** Something was changed. */
  dirty: boolean;
  /** Why saving did not work, in words. */
  problem: string | null;
  saved: boolean;
  children?: ReactNode;
};

/** The end of a form: why it could not be saved, whether it is, and the button. */
export function SaveBar({ verb, busy, dirty, problem, saved, children }: Props) {
  return (
    <div className="sticky bottom-0 z-10 -mx-1 border-t border-line bg-canvas px-1 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <Problem text={problem} />
      <div className={`flex flex-wrap items-center gap-2 ${problem === null ? '' : 'mt-3'}`}>
        <Button type="submit" look="primary" size="normal" aria-disabled={busy}>
          {busy ? 'Saving…' : verb}
        </Button>
        {children}
        <p role="status" className="text-sm text-soft">
          {saved && !dirty ? 'Saved.' : dirty ? 'Not saved yet.' : ''}
        </p>
      </div>
    </div>
  );
}
