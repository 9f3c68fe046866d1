import { deleteProvider as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { deleteProvider as remove } from '../tenants/providers.ts';
import { callable } from './callable.ts';
import { requireSuperAdmin } from './super-admin.ts';

export const deleteProvider = callable(contract, async (caller, { providerId }) => {
  requireSuperAdmin(caller);
  await remove(theStore(), providerId);
  return {};
});
