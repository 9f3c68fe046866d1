import { ToolError } from '../tool.ts';

/**
 * A request that may have changed something was sent, and no answer to it came back: it had its effect, or not. No
 * ToolError on purpose: nobody said no.
 */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** The address is one that nothing is sent to. */
export class NotReachable extends ToolError {
  override readonly name = 'NotReachable';
}

/** An address that leads inside, in the same words whichever it is: they tell nothing of what is there. */
export const inside = (host: string): NotReachable =>
  new NotReachable(`${host} is not an address on the public internet, so nothing is sent there.`);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';

const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_SSL|EPROTO)/u;

/** What went wrong with a connection or an answer, by the error's code alone: its message may hold anything. */
export function inWords(error: unknown, host: string): string {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `There is no server at ${host}.`;
  if (code === 'ECONNREFUSED') return `${host} does not take connections.`;
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH')
    return `${host} could not be reached.`;
  if (CERTIFICATE.test(code)) return `${host} has no valid certificate, so nothing is sent there.`;
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return `${host} sent headers that are too long.`;
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('HPE_'))
    return `What ${host} answered cannot be read.`;
  return `The connection to ${host} broke off.`;
}
