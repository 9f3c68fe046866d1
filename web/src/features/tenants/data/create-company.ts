import { createCompany as contract } from 'functions/contracts';
import { collection, doc } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { call } from '../../../lib/firebase/functions.ts';

/** An id for a company that is not there yet. With the same one, a second try makes no second company. */
export const newCompanyId = (): string => doc(collection(db(), 'tenants')).id;

/** Makes a company that the caller owns; gives its tenant's id. */
export async function createCompany(id: string, name: string): Promise<string> {
  return (await call(contract, { id, name })).tenantId;
}
