import type { ShownError } from 'functions/contracts';
import { FileWarning } from 'lucide-react';
import { ReloadButton } from './reload-button.tsx';

/** In the place of a document that cannot be read, so that the rest goes on. */
export function BrokenRow({ error }: { error: ShownError }) {
  return (
    <div className="flex items-center gap-2 rounded-xl border border-dashed border-danger-line px-3 py-2 text-[0.8125rem] text-danger-ink">
      <FileWarning size={15} aria-hidden="true" className="shrink-0" />
      <p className="min-w-0 flex-1">{error.message}</p>
      {error.code === 'unsupported_version' ? <ReloadButton look="danger" className="shrink-0" /> : null}
    </div>
  );
}
