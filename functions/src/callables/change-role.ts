import { changeRole as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { changeRole as change } from '../tenants/members.ts';
import { callable } from './callable.ts';

export const changeRole = callable(contract, async ({ uid }, input) => {
  await change(theStore(), uid, input);
  return {};
});
