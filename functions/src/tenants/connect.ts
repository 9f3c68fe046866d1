import { type Connection, type SendOutside, ToolError, withoutEchoes } from '../connectors/index.ts';
import { AppError, credential, documentId, paths } from '../contracts/index.ts';
import { read } from '../store/documents.ts';
import type { Store } from '../store/port.ts';
import { type OpenedShop, openShop } from '../vault/contents.ts';
import type { Vault } from '../vault/vault.ts';

type Options = {
  readonly store: Pick<Store, 'get'>;
  readonly vault: Vault;
  readonly send: SendOutside;
  /** Hears why a connection that is there cannot be used. */
  readonly onError: (error: unknown) => void;
};

const GONE = 'The connection is gone. An admin can give the agent another one.';
const UNREADABLE = 'The keys of the connection cannot be read. An admin has to enter them again.';

/** The keys, each alone, and both as a header has them. */
const secretsOf = ({ keys: { consumerKey, consumerSecret } }: OpenedShop): string[] => [
  consumerKey,
  consumerSecret,
  Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64'),
];

/**
 * Opens a tenant's connections, each for one call: nothing of them is kept. Address and keys come out of the same sealed
 * text, so that keys never meet another address, whatever is saved meanwhile. What it gives throws a ToolError where the
 * connection is gone or its keys cannot be read.
 */
export const createConnect =
  ({ store, vault, send, onError }: Options) =>
  async (tenantId: string, credentialId: string): Promise<Connection> => {
    if (!documentId.safeParse(credentialId).success) throw new ToolError(GONE);
    try {
      const found = await read(store, paths.credentials.one(tenantId, credentialId), credential);
      if (!found) throw new ToolError(GONE);
      const { kind } = found.value;
      const opened = openShop(vault, { tenantId, credentialId }, found.value);
      return { kind, ...opened, send: withoutEchoes(send, secretsOf(opened)) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      onError(error);
      throw new ToolError(UNREADABLE);
    }
  };
