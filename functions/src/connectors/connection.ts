import type { ConnectionKind, ShopKeys } from '../contracts/index.ts';

/** A request to a tenant's own server, and what came back, both bounded; never to an address inside. */
export type OutsideRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

export type OutsideResponse = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

/**
 * Sends a request. Throws a ToolError in words for the model where nothing may be sent there, or nothing came back; but
 * `AnswerLost` where the request may have changed something and its answer was lost.
 */
export type SendOutside = (request: OutsideRequest) => Promise<OutsideResponse>;

/** A tenant's connection, opened for one call: its address, its keys, and the only way to reach it. */
export type Connection = {
  readonly kind: ConnectionKind;
  readonly url: string;
  readonly keys: ShopKeys;
  readonly send: SendOutside;
};
