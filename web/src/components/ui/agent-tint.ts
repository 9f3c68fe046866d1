import type { CSSProperties } from 'react';

const TINTS = 6;

/** An agent keeps its colours everywhere, since they follow from its name. */
export function agentTint(name: string): CSSProperties {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  const tint = hash % TINTS;
  return { backgroundColor: `var(--agent-${tint})`, color: `var(--agent-${tint}-ink)` };
}
