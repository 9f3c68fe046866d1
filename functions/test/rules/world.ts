import { uidOf } from '../support/rules.ts';
import type { Fields } from '../support/rules.ts';
import { aMember, aTenant } from './documents.ts';

// What every file of rules tests starts from: two tenants, and who belongs to which.

export const TENANT = 'acme';
export const OTHER_TENANT = 'other';

const tenants = [
  [`tenants/${TENANT}`, aTenant()],
  [`tenants/${OTHER_TENANT}`, aTenant()],
] as const;

const members = [
  [TENANT, 'chatOwner', 'member'],
  [TENANT, 'member', 'member'],
  [TENANT, 'admin', 'admin'],
  [TENANT, 'tenantOwner', 'owner'],
  [OTHER_TENANT, 'otherTenantOwner', 'owner'],
] as const;

/** The documents of the two tenants, by path. */
export const tenantDocuments = new Map<string, Fields>([
  ...tenants,
  ...members.map(
    ([tenantId, actor, role]) =>
      [`tenants/${tenantId}/members/${uidOf(actor)}`, aMember(uidOf(actor), role)] as const,
  ),
]);
