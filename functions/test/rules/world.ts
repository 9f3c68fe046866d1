import { uidOf } from '../support/rules.ts';
import type { Fields } from '../support/rules.ts';
import { aChat, aMember, anything, aRun, aTenant } from './documents.ts';

// What the tests of the rules start from: tenants, who belongs to which, and chats of every kind.

export const TENANT = 'acme';
export const OTHER_TENANT = 'other';
/** A tenant that is not there, though a member of it is: otherwise nobody could be let create one as its member. */
export const UNBORN = 'unborn';
/** Tenants whose names look like values of other types; the chat owner is a member of them. */
export const NAMED_LIKE_VALUES = [7, true] as const;

/** What the role of a member may be by mistake or malice, and whether it is one that administers. */
export const ROLES: Readonly<Record<string, readonly [role: unknown, administers: boolean]>> = {
  owner: ['owner', true],
  admin: ['admin', true],
  member: ['member', false],
  unknown: ['unknown', false],
  capital: ['Admin', false],
  list: [['admin'], false],
  map: [{ admin: true }, false],
  yes: [true, false],
  nothing: [null, false],
};
/** The tenant in which the stranger has that role. */
export const tenantOfRole = (name: string) => `role-${name}`;

export const chats = `users/${uidOf('chatOwner')}/orch-chats`;
export const OPEN = `${chats}/openopenopenopen0001`;
export const PINNED = `${chats}/pinnedpinnedpinned01`;
export const CLOSED = `${chats}/closedclosedclosed01`;
export const DELETING = `${chats}/deletingdeleting0001`;
export const MISSING = `${chats}/missingmissing000001`;

const members = [
  [TENANT, 'chatOwner', 'member'],
  [TENANT, 'member', 'member'],
  [TENANT, 'admin', 'admin'],
  [TENANT, 'tenantOwner', 'owner'],
  [OTHER_TENANT, 'otherTenantOwner', 'owner'],
  [`${OTHER_TENANT}/agents/a-1`, 'chatOwner', 'member'],
  [UNBORN, 'tenantOwner', 'owner'],
  ...NAMED_LIKE_VALUES.map((name) => [String(name), 'chatOwner', 'member'] as const),
] as const;

/** What somebody keeps who was removed from the tenant: they may read it, and say nothing in it. */
export const KEPT = `users/${uidOf('removed')}/orch-chats/keptkeptkeptkept0001`;

/** What is there, by path, beside one document of each collection. */
export const world = new Map<string, Fields>([
  ...[TENANT, OTHER_TENANT, ...NAMED_LIKE_VALUES].map((name) => [`tenants/${name}`, aTenant()] as const),
  ...members.map(
    ([tenantId, actor, role]) =>
      [`tenants/${tenantId}/members/${uidOf(actor)}`, aMember(uidOf(actor), role)] as const,
  ),
  ...Object.entries(ROLES).flatMap(([name, [role]]) => [
    [`tenants/${tenantOfRole(name)}/members/${uidOf('stranger')}`, { role }] as const,
    [`tenants/${tenantOfRole(name)}/credential_summaries/c-1`, anything()] as const,
  ]),
  [`tenants/${tenantOfRole('missing')}/members/${uidOf('stranger')}`, anything()],
  [`tenants/${tenantOfRole('missing')}/credential_summaries/c-1`, anything()],
  [OPEN, aChat(TENANT)],
  [PINNED, { ...aChat(TENANT), pinned: true }],
  [CLOSED, { ...aChat(TENANT), access: 'closed' }],
  [KEPT, { ...aChat(TENANT), access: 'closed' }],
  [DELETING, { ...aChat(TENANT), access: 'deleting' }],
  [`orchestration_runs/other`, aRun(OTHER_TENANT, uidOf('otherTenantOwner'))],
  [`orchestration_runs/of-nobody`, anything()],
  [`orchestration_runs/of-null`, { ...anything(), tenantId: null }],
]);
