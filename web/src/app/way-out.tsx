import type { ErrorCode } from 'functions/contracts';
import { createContext, use } from 'react';
import { Link } from 'react-router';
import { wayOutOf } from '../lib/way-out.ts';
import { isAdminOf, useMember } from './member.ts';

/** Whose tenant an error happened in; null: that of a chat that is not known yet. */
export const ErrorPlace = createContext<string | null>(null);

/** The one button that lands where an error is mended; for whoever may not, whom to ask. */
export function WayOut({ code, agentId }: { code: ErrorCode; agentId: string | null }) {
  const member = useMember();
  const tenantId = use(ErrorPlace) ?? member.tenantId;
  const way = wayOutOf(code, agentId);
  if (!way) return null;
  if (!isAdminOf(member, tenantId)) return <span>{way.ask}</span>;
  return (
    <Link
      to={`/company/${tenantId}/${way.path}`}
      className="inline-flex min-h-8 items-center rounded-full border border-danger-line px-3 text-[0.8125rem] font-medium"
    >
      {way.verb}
    </Link>
  );
}
