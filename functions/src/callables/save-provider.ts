import { saveProvider as contract } from '../contracts/index.ts';
import { isEmulated, theStore, theVault, vaultSecrets } from '../environment.ts';
import { saveProvider as save } from '../tenants/providers.ts';
import { callable } from './callable.ts';
import { requireSuperAdmin } from './super-admin.ts';

export const saveProvider = callable(
  contract,
  async (caller, { providerId, ...given }) => {
    requireSuperAdmin(caller);
    await save({ store: theStore(), vault: theVault, allowHttp: isEmulated }, providerId, given);
    return {};
  },
  vaultSecrets,
);
