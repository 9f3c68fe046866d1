import { revokeInvitation as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { revokeInvitation as revoke } from '../tenants/invitations.ts';
import { callable } from './callable.ts';

export const revokeInvitation = callable(contract, async ({ uid }, { tenantId, invitationId }) => {
  await revoke(theStore(), uid, tenantId, invitationId);
  return {};
});
