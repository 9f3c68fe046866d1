import { ArrowDown } from 'lucide-react';

export function JumpToLatest({ fresh, onJump }: { fresh: number; onJump: () => void }) {
  return (
    <button
      type="button"
      onClick={onJump}
      className="rise absolute bottom-3 left-1/2 inline-flex min-h-9 -translate-x-1/2 items-center gap-2 rounded-full border border-line bg-surface px-4 text-[0.8125rem] font-medium whitespace-nowrap shadow-float"
    >
      <ArrowDown size={15} aria-hidden="true" />
      Jump to latest{fresh > 0 ? ` (${fresh} new)` : ''}
    </button>
  );
}
