import { createCompany as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { createCompany as make } from '../tenants/companies.ts';
import { createPersonalTenant } from '../tenants/create-personal-tenant.ts';
import { callable } from './callable.ts';

export const createCompany = callable(contract, async (caller, input) => {
  await createPersonalTenant(theStore(), caller);
  return { tenantId: await make(theStore(), caller, input) };
});
