import { listMothers as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { listMothers as list } from '../tenants/orchestration.ts';
import { callable } from './callable.ts';

export const listMothers = callable(contract, async ({ uid }, { tenantId }) => ({
  mothers: await list(theStore(), uid, tenantId),
}));
