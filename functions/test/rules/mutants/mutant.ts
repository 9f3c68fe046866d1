import type { Span } from '../language/tree.ts';

export type Kind =
  | 'removed'
  | 'always true'
  | 'always false'
  | 'inverted'
  | 'bound'
  | 'pattern'
  | 'entry removed'
  | 'entry added'
  | 'verb removed'
  | 'verb added'
  | 'match widened';

/** The rules with one thing wrong. */
export interface Mutant {
  readonly kind: Kind;
  readonly line: number;
  /** What stood there, and what stands there now. */
  readonly before: string;
  readonly after: string;
  /** The function that it is in, or the path. */
  readonly owner: string;
  /** All of the rules. */
  readonly rules: string;
}

/** What to put in the place of what stands there. */
export type Change = Span & { readonly kind: Kind; readonly after: string };
