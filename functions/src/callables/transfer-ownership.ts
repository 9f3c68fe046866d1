import { transferOwnership as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { transferOwnership as transfer } from '../tenants/members.ts';
import { callable } from './callable.ts';

export const transferOwnership = callable(contract, async ({ uid }, input) => {
  await transfer(theStore(), uid, input);
  return {};
});
