import type { ReactNode } from 'react';
import { ReloadButton } from './reload-button.tsx';

type Props = { title: string; intro?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A page of its own, beside the chats: what it is about, what can be done, and the rest. */
export function Page({ title, intro, actions, children }: Props) {
  return (
    <div className="mx-auto w-full max-w-[56rem] px-4 py-6 sm:px-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-[1.375rem] leading-tight font-semibold tracking-[-0.02em]">{title}</h2>
          {intro === undefined ? null : <p className="mt-1 max-w-prose text-sm text-soft">{intro}</p>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      <div className="mt-5">{children}</div>
    </div>
  );
}

/** What stands where there is nothing yet, with the way on. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="rounded-2xl border border-dashed border-line-strong px-5 py-8 text-center">
      <p className="font-semibold">{title}</p>
      <p className="mx-auto mt-1 max-w-prose text-sm text-soft">{children}</p>
      {action === undefined ? null : <div className="mt-4 flex justify-center">{action}</div>}
    </div>
  );
}

/** In the place of rows that are being read. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  return (
    <div role="status" className="space-y-2.5">
      <span className="sr-only">Loading…</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} aria-hidden="true" className="breathe h-16 rounded-2xl bg-sunken" />
      ))}
    </div>
  );
}

/** Where something could not be read. */
export function Unreadable({ what }: { what: string }) {
  return (
    <div role="alert" className="text-sm">
      <p className="text-danger-ink">{what} could not be read. Reload the page.</p>
      <ReloadButton className="mt-2" />
    </div>
  );
}

/** A link that looks like a button. */
export const linkButton =
  'inline-flex min-h-10 items-center justify-center gap-1.5 rounded-full bg-accent px-4 text-[0.9375rem] leading-tight font-medium text-accent-ink transition-colors hover:brightness-110';
