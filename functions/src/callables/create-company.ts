import { createCompany as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { createCompany as make } from '../tenants/companies.ts';
import { callable } from './callable.ts';

export const createCompany = callable(contract, async (caller, input) => ({
  tenantId: await make(theStore(), caller, input),
}));
