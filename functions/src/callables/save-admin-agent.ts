import { saveAdminAgent as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { saveAdminAgent as save } from '../tenants/providers.ts';
import { callable } from './callable.ts';
import { requireSuperAdmin } from './super-admin.ts';

export const saveAdminAgent = callable(contract, async (caller, { adminAgentId, ...fields }) => {
  requireSuperAdmin(caller);
  await save(theStore(), adminAgentId, fields);
  return {};
});
