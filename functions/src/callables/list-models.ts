import { listModels as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { listModels as list } from '../tenants/providers.ts';
import { callable } from './callable.ts';
import { requireSuperAdmin } from './super-admin.ts';

export const listModels = callable(contract, async (caller) => {
  requireSuperAdmin(caller);
  return list(theStore());
});
