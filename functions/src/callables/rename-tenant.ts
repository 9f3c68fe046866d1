import { renameTenant as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { renameTenant as rename } from '../tenants/companies.ts';
import { callable } from './callable.ts';

export const renameTenant = callable(contract, async ({ uid }, { tenantId, name }) => {
  await rename(theStore(), uid, tenantId, name);
  return {};
});
