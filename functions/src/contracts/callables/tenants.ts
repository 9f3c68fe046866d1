import { z } from 'zod';
import { documentId } from '../base.ts';
import { limits } from '../limits.ts';
import { orchestrationChanges, role } from '../tenant.ts';
import { nothing, type CallableContract } from './contract.ts';

/** Makes the person's own tenant with its starter agents, once; calling it again gives the same. */
export const createPersonalTenant = {
  name: 'createPersonalTenant',
  input: nothing,
  output: z.object({ tenantId: z.string() }),
} as const satisfies CallableContract;

/** The personal tenant's id follows from the person's, so that two first sign-ins at once make one tenant. */
export const personalTenantId = (uid: string): string => `personal-${uid}`;

const tenantId = documentId;
const name = z.string().trim().min(1).max(limits.nameLength);
const email = z
  .email()
  .max(limits.emailLength)
  .transform((address) => address.toLowerCase());

/** Makes a company whose owner the caller is. The id is the page's, so that a second try makes no second company. */
export const createCompany = {
  name: 'createCompany',
  input: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9]{20}$/), name }),
  output: z.object({ tenantId: z.string() }),
} as const satisfies CallableContract;

/** The company that a page's id makes. */
export const companyId = (id: string): string => `company-${id}`;

/** Admins: gives the tenant another name. */
export const renameTenant = {
  name: 'renameTenant',
  input: z.strictObject({ tenantId, name }),
  output: nothing,
} as const satisfies CallableContract;

/**
 * Admins: asks somebody to join. Gives the secret of the link, which is kept nowhere else; an e-mail with it is put into
 * the outbox. An open invitation of the same address is revoked; one of a moment ago stays, and no other e-mail goes out.
 */
export const inviteMember = {
  name: 'inviteMember',
  input: z.strictObject({ tenantId, email, role: role.exclude(['owner']) }),
  output: z.object({ invitationId: z.string(), secret: z.string() }),
} as const satisfies CallableContract;

/** Where the page opens an invitation. The secret stands behind the #: it is sent to no server and into no log. */
export const invitationPath = (to: { tenantId: string; invitationId: string; secret: string }): string =>
  `/join/${to.tenantId}/${to.invitationId}#${to.secret}`;

/** Admins: takes an invitation back. */
export const revokeInvitation = {
  name: 'revokeInvitation',
  input: z.strictObject({ tenantId, invitationId: documentId }),
  output: nothing,
} as const satisfies CallableContract;

/** Joins a company by the link of an invitation to one's own verified address. Again by who has joined: the same. */
export const acceptInvitation = {
  name: 'acceptInvitation',
  input: z.strictObject({ tenantId, invitationId: documentId, secret: z.string().min(1).max(200) }),
  output: z.object({ tenantId: z.string(), name: z.string() }),
} as const satisfies CallableContract;

/** Admins: makes somebody admin or member. */
export const changeRole = {
  name: 'changeRole',
  input: z.strictObject({ tenantId, uid: documentId, role: role.exclude(['owner']) }),
  output: nothing,
} as const satisfies CallableContract;

/** Admins: removes somebody; anybody: leaves (their own uid). Their chats of the tenant are closed within seconds. */
export const removeMember = {
  name: 'removeMember',
  input: z.strictObject({ tenantId, uid: documentId }),
  output: nothing,
} as const satisfies CallableContract;

/** The owner: hands the company over to another member, and becomes an admin. */
export const transferOwnership = {
  name: 'transferOwnership',
  input: z.strictObject({ tenantId, uid: documentId }),
  output: nothing,
} as const satisfies CallableContract;

/**
 * Admins: changes how the tenant uses orchestration; what is not named stays, so that two who change different things at
 * once undo nothing of each other. Switching it off ends what runs.
 */
export const saveOrchestration = {
  name: 'saveOrchestration',
  input: z.strictObject({ tenantId, changes: orchestrationChanges }),
  output: nothing,
} as const satisfies CallableContract;

/** Members: the admin agents that can be chosen as Mother. */
export const listMothers = {
  name: 'listMothers',
  input: z.strictObject({ tenantId }),
  output: z.object({
    mothers: z.array(
      z.object({ id: z.string(), name: z.string(), description: z.string(), model: z.string() }),
    ),
  }),
} as const satisfies CallableContract;
