import { limits } from '../contracts/index.ts';

/** What looks like a secret by the name before it, in JSON or in words; and keys of kinds that are known by their looks. */
const NAMED =
  /((?:password|passwd|secret|token|api[_-]?key|consumer[_-]?key|authorization|cookie)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;}]+)/giu;
const KEYS =
  /\b(?:(?:sk|pk|rk|ck|cs)[-_][A-Za-z0-9_-]{12,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|(?:Basic|Bearer)\s+[A-Za-z0-9+/=._-]{8,})/gu;

/**
 * What went into a tool or came out of it, for the audit record: without what looks like a secret, and cut. Secrets do not
 * get this far by any way that is known; this is for those that somebody writes into a text.
 */
export function redacted(text: string): string {
  const clean = text.replaceAll(NAMED, '$1"[redacted]"').replaceAll(KEYS, '[redacted]').toWellFormed();
  const { auditLength } = limits;
  return clean.length <= auditLength ? clean : `${clean.slice(0, auditLength - 1).toWellFormed()}…`;
}
