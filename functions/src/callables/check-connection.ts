import { ToolError, checkShop, type Checked } from '../connectors/index.ts';
import { checkConnection as contract, limits } from '../contracts/index.ts';
import { connect, theStore, vaultSecrets } from '../environment.ts';
import { checkConnection as check } from '../tenants/connections.ts';
import { callable } from './callable.ts';

/** Opens it as an agent's call would. */
async function tried(tenantId: string, credentialId: string): Promise<Checked> {
  try {
    const connection = await connect(tenantId, credentialId);
    return await checkShop(connection, AbortSignal.timeout(limits.toolMs));
  } catch (error) {
    if (error instanceof ToolError) return { ok: false, words: error.message };
    throw error;
  }
}

export const checkConnection = callable(
  contract,
  ({ uid }, input) => check(theStore(), uid, input, () => tried(input.tenantId, input.credentialId)),
  vaultSecrets,
);
