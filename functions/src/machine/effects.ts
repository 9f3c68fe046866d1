import type {
  AgentLimits,
  AssistantMessage,
  ConsentRequest,
  Evidence,
  Field,
  Question,
  ShownError,
  SubAgentMessage,
  ToolUse,
} from '../contracts/index.ts';

/** An agent that Mother may use, as its tenant defined it. */
export type AvailableAgent = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly instructions: string;
  readonly tools: readonly ToolUse[];
  readonly kind: 'llm' | 'deterministic';
  readonly credentialId: string | null;
  readonly limits: AgentLimits;
  readonly version: number;
};

/** A message of Mother's, without what the engine fills in. */
export type Post = Pick<
  AssistantMessage,
  'kind' | 'content' | 'status' | 'inReplyTo' | 'choices' | 'taskIds' | 'questionId' | 'error' | 'answered'
>;

export type NewTask = {
  readonly taskId: string;
  readonly subAgentId: string;
  /** Who does it, as the agent is now: later changes of its definition leave the task alone. */
  readonly agent: AvailableAgent;
  readonly title: string;
  readonly goal: string;
  readonly context: string | null;
  readonly messageId: string;
  /** It waits for a slot: its sub-agent does not begin yet. */
  readonly queued: boolean;
  /** Another try: the task that this one continues, and what of its transcript is taken over. */
  readonly continues: { readonly taskId: string; readonly transcript: readonly SubAgentMessage[] } | null;
};

/**
 * What a decision of Mother's does to the world, as data. All of them are documents, so a turn's effects are stored
 * in one commit; none has happened before.
 */
export type MotherEffect =
  /** A new message, or (close) the one that was streaming. */
  | { readonly type: 'post' | 'close'; readonly id: string; readonly post: Post }
  /** A question's card says who asks now. */
  | { readonly type: 'reword'; readonly id: string; readonly content: string }
  | { readonly type: 'handle'; readonly messageId: string; readonly passedTo: readonly PassedTo[] }
  | { readonly type: 'refuse'; readonly messageId: string; readonly error: ShownError }
  /** A failed message of hers that is tried again: the new one stands for it. */
  | { readonly type: 'replace_failed'; readonly messageId: string }
  | { readonly type: 'consume'; readonly mailId: string }
  | { readonly type: 'start_task'; readonly task: NewTask }
  /** A queued task has got a slot. */
  | { readonly type: 'begin_task'; readonly taskId: string; readonly subAgentId: string }
  | {
      readonly type: 'relay';
      readonly questionId: string;
      readonly attempt: number;
      readonly repeats: string | null;
      readonly suggestion: string | null;
      readonly sameAs: string | null;
    }
  | { readonly type: 'suggest'; readonly questionId: string; readonly suggestion: string }
  | {
      readonly type: 'answer';
      readonly questionId: string;
      readonly question: Question;
      readonly answer: string;
      readonly answeredBy: 'user' | 'orchestrator';
      readonly confidence: number | null;
      readonly evidence: readonly Evidence[];
      readonly messageId: string | null;
    }
  /** A yes or no to a call: the sub-agent goes on. */
  | {
      readonly type: 'consent';
      readonly questionId: string;
      readonly question: Question;
      readonly decision: 'yes' | 'no';
      readonly messageId: string;
    }
  /** The answer that a task went on from was wrong; the task that goes on from the right one takes its place. */
  | { readonly type: 'correct'; readonly questionId: string; readonly correction: string }
  /** A task that has ended, and the one that was started in its place. */
  | { readonly type: 'supersede'; readonly taskId: string; readonly by: string }
  | {
      readonly type: 'end_task';
      readonly taskId: string;
      readonly subAgentId: string;
      readonly status: 'cancelled' | 'failed';
      readonly error: ShownError | null;
      readonly supersededBy: string | null;
      readonly questionId: string | null;
    };

export type PassedTo = { readonly subAgentId: string; readonly name: string; readonly questionId: string };

type Entry<R extends SubAgentMessage['role']> = Omit<
  Extract<SubAgentMessage, { role: R }>,
  'schemaVersion' | 'createdAt'
>;

/** What a decision of a sub-agent's does, as data; stored in one commit like Mother's. */
export type SubAgentEffect =
  /** Adds to the transcript. */
  | { readonly type: 'say'; readonly entry: Entry<'assistant'> | Entry<'tool'> }
  /** The brief or the answer at this transcript index was acted on. */
  | { readonly type: 'heed'; readonly index: number }
  | { readonly type: 'progress'; readonly verb: string; readonly step: number }
  | {
      readonly type: 'ask';
      readonly questionId: string;
      readonly text: string;
      readonly options: readonly string[];
      readonly field: Field;
      readonly earlier: readonly { readonly questionId: string; readonly text: string }[];
      readonly attempt: number;
      readonly repeats: string | null;
      readonly toolCallId: string;
      readonly answerIndex: number;
      readonly deadlineAt: number;
    }
  /** Asks the person for a yes to a call, before anything of it is sent. */
  | {
      readonly type: 'ask_consent';
      readonly questionId: string;
      readonly request: ConsentRequest;
      readonly deadlineAt: number;
    }
  | { readonly type: 'complete'; readonly result: string }
  /** It ends because the person did not want what it was to do. */
  | { readonly type: 'cancel'; readonly error: ShownError }
  | { readonly type: 'fail'; readonly error: ShownError; readonly expired: string | null };
