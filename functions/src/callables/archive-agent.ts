import { archiveAgent as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { archiveAgent as archive } from '../tenants/agents.ts';
import { callable } from './callable.ts';

export const archiveAgent = callable(contract, async ({ uid }, input) => {
  await archive(theStore(), uid, input);
  return {};
});
