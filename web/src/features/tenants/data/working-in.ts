import type { Tenancies, Tenancy } from './tenancies.ts';

/**
 * The tenant that somebody works in: the one that they chose, for as long as they belong to it. Until the server has
 * said that they do not, the choice stands.
 */
export function workingIn(tenancies: Tenancies, chosen: string | null, personalId: string): string {
  if (chosen === null || tenancies.status === 'failed') return personalId;
  if (tenancies.status === 'loading') return chosen;
  const isThere = tenancies.all.some(({ tenantId }) => tenantId === chosen);
  return isThere || !tenancies.live ? chosen : personalId;
}

/**
 * Whether a chat is listed where somebody works: it is that tenant's; or they belong to its tenant no longer, and look at
 * their own. `all`: null while nobody knows which are theirs.
 */
export function isListedIn(
  chatTenantId: string,
  { tenantId, personalId, all }: { tenantId: string; personalId: string; all: readonly Tenancy[] | null },
): boolean {
  if (chatTenantId === tenantId) return true;
  return tenantId === personalId && all !== null && !all.some((one) => one.tenantId === chatTenantId);
}

/** By tenant: how much waits for the person in the chats of the others that they belong to. */
export function waitingElsewhere(
  chats: readonly { readonly tenantId: string; readonly counts: { readonly waiting: number } }[],
  tenantId: string,
  all: readonly Tenancy[],
): ReadonlyMap<string, number> {
  const waiting = new Map<string, number>();
  for (const chat of chats) {
    if (chat.tenantId === tenantId || chat.counts.waiting <= 0) continue;
    if (!all.some((one) => one.tenantId === chat.tenantId)) continue;
    waiting.set(chat.tenantId, (waiting.get(chat.tenantId) ?? 0) + chat.counts.waiting);
  }
  return waiting;
}
