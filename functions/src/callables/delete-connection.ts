import { deleteConnection as contract } from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { deleteConnection as remove } from '../tenants/connections.ts';
import { callable } from './callable.ts';

export const deleteConnection = callable(contract, async ({ uid }, input) => {
  await remove(theStore(), uid, input);
  return {};
});
