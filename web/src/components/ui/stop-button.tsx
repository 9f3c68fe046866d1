import { Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

type Props = {
  /** What stops, as part of the name: "Planner's task". */
  what?: string;
  /** It was asked for, and has not come about yet. */
  stopping: boolean;
  onStop: () => void;
  children: ReactNode;
};

/** Stops something that is at work; says so until it has come about. It never locks: a stop may be refused. */
export function StopButton({ what, stopping, onStop, children }: Props) {
  return (
    <Button look="plain" aria-disabled={stopping} onClick={() => (stopping ? undefined : onStop())}>
      <Square
        size={11}
        fill="currentColor"
        aria-hidden="true"
        className={`shrink-0 ${stopping ? 'breathe' : ''}`}
      />
      {stopping ? 'Stopping…' : children}
      {what === undefined ? null : <span className="sr-only"> {what}</span>}
    </Button>
  );
}
