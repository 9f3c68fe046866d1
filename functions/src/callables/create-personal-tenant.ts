import { createPersonalTenant as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { createPersonalTenant as make } from '../tenants/create-personal-tenant.ts';
import { callable } from './callable.ts';

export const createPersonalTenant = callable(contract, async (caller) => ({
  tenantId: await make(theStore(), caller),
}));
