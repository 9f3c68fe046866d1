import { createHash } from 'node:crypto';
import { limits, type ConsentRequest, type ToolCall } from '../contracts/index.ts';
import type { AllowedTool, Description } from './tool.ts';

/** JSON with the keys of each object in order, so that the same input has the same text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

/** For a tool that says nothing of its own: its name, and its input as it is. */
function plainly({ name }: AllowedTool, input: unknown): Description {
  const entries = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  return {
    summary: `Use ${name}`,
    details: entries.map(([label, value]) => ({
      label,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  };
}

/**
 * What a person is asked to allow: this call with this input, by this agent over this connection at this address, and
 * nothing else. The hash changes with any of them. `url`: where the call goes; null where it needs no connection.
 */
export function requestConsent(
  tool: AllowedTool,
  call: ToolCall,
  input: unknown,
  owner: { readonly agentId: string; readonly credentialId: string | null },
  url: string | null,
): ConsentRequest {
  const { summary, details } = tool.outside?.describe?.(input) ?? plainly(tool, input);
  const { agentId, credentialId } = owner;
  return {
    callId: call.id,
    tool: tool.name,
    summary: summary.slice(0, limits.questionLength).toWellFormed(),
    details: [...details, ...(url === null ? [] : [{ label: 'At', value: new URL(url).host }])],
    hash: createHash('sha256')
      .update(canonical([agentId, credentialId, ...(url === null ? [] : [url]), tool.name, input]))
      .digest('hex'),
    by: tool.use.consentBy,
  };
}
