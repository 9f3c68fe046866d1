import type { ReasoningEffort } from '../contracts/index.ts';
import type { CallLimits } from './watchdog.ts';

/** What both adapters are told beside the client. */
export type ModelSettings = {
  readonly model: string;
  readonly limits: CallLimits;
  /** Null: the model's own default, and nothing is sent, because not every server knows it. */
  readonly reasoningEffort: ReasoningEffort | null;
};
