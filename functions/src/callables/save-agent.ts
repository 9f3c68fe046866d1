import { saveAgent as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { saveAgent as save } from '../tenants/agents.ts';
import { callable } from './callable.ts';
import { knownTools } from './known-tools.ts';

export const saveAgent = callable(contract, async ({ uid }, input) => ({
  version: await save(theStore(), knownTools(), uid, input),
}));
