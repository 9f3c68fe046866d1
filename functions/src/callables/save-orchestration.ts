import { saveOrchestration as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { saveOrchestration as save } from '../tenants/orchestration.ts';
import { callable } from './callable.ts';
import { beginJob } from './begin-job.ts';

export const saveOrchestration = callable(contract, async ({ uid }, { tenantId, changes }) => {
  await beginJob(await save(theStore(), uid, tenantId, changes));
  return {};
});
