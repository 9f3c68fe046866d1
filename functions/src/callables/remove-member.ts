import { removeMember as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { removeMember as remove } from '../tenants/members.ts';
import { callable } from './callable.ts';
import { beginJob } from './begin-job.ts';

export const removeMember = callable(contract, async ({ uid }, input) => {
  await beginJob(await remove(theStore(), uid, input));
  return {};
});
