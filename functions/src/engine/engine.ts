import type { Catalogue } from '../tenants/catalogue.ts';
import type { TenantModels } from '../tenants/tenant-models.ts';
import type { Store } from '../store/port.ts';
import type { After, Connection, Tool } from '../connectors/index.ts';
import type { Log } from './log.ts';

/** Everything that the engine has an effect through. Time and chance come from here too, so that tests own them. */
export type Engine = {
  readonly store: Store;
  /** The model that each tenant chooses, and what it costs. */
  readonly models: TenantModels;
  /** The declared tools that agents may be allowed. */
  readonly tools: readonly Tool[];
  readonly catalogue: Catalogue;
  /** Opens a tenant's connection for one call. @throws ToolError where it is gone or its keys cannot be read. */
  connect(tenantId: string, credentialId: string): Promise<Connection>;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /** A string that nobody else makes. */
  nonce(): string;
  /** Ends early, without an error, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Does something later, once; the returned function calls it off. */
  after: After;
};
