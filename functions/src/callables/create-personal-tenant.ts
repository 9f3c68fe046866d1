import { HttpsError, onCall } from 'firebase-functions/https';
import { createPersonalTenant as contract, shown } from '../contracts/index.ts';
import { createPersonalTenant as make } from '../tenants/create-personal-tenant.ts';
import { enforceAppCheck, settings, theStore } from '../environment.ts';

/** Makes the caller's own tenant, once. Errors: `unauthenticated`, `invalid-argument`. */
export const createPersonalTenant = onCall(
  {
    region: settings.region,
    memory: settings.memory,
    maxInstances: settings.maxInstances,
    enforceAppCheck,
  },
  async ({ auth, data }) => {
    if (!auth) throw new HttpsError('unauthenticated', shown('not_signed_in').message);
    const input = contract.input.safeParse(data ?? {});
    if (!input.success) throw new HttpsError('invalid-argument', shown('invalid_input').message);
    const name: unknown = auth.token['name'] ?? auth.token.email;
    const tenantId = await make(theStore(), auth.uid, typeof name === 'string' ? name : 'Personal');
    return contract.output.parse({ tenantId });
  },
);
