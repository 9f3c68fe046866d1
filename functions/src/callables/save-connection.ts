import { saveConnection as contract } from '../contracts/index.ts';
import { isEmulated, theStore, theVault, vaultSecrets } from '../environment.ts';
import { saveConnection as save } from '../tenants/connections.ts';
import { callable } from './callable.ts';

export const saveConnection = callable(
  contract,
  async ({ uid }, input) => {
    await save({ store: theStore(), vault: theVault, allowHttp: isEmulated }, uid, input);
    return {};
  },
  vaultSecrets,
);
