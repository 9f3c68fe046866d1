import { deleteAdminAgent as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { deleteAdminAgent as remove } from '../tenants/providers.ts';
import { callable } from './callable.ts';
import { requireSuperAdmin } from './super-admin.ts';

export const deleteAdminAgent = callable(contract, async (caller, { adminAgentId }) => {
  requireSuperAdmin(caller);
  await remove(theStore(), adminAgentId);
  return {};
});
