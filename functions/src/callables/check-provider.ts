import { checkProvider as contract } from '../contracts/index.ts';
import { theStore, theVault, vaultSecrets } from '../environment.ts';
import { checkProvider as check } from '../tenants/check-provider.ts';
import { openProvider } from '../tenants/providers.ts';
import { callable } from './callable.ts';
import { requireSuperAdmin } from './super-admin.ts';

export const checkProvider = callable(
  contract,
  async (caller, { providerId }) => {
    requireSuperAdmin(caller);
    return check(await openProvider(theStore(), theVault, providerId));
  },
  vaultSecrets,
);
