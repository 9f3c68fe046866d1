/** What is wrong with a chat, by the rule that it breaks. */
export type Rule =
  | 'unreadable'
  /** Something of it was left lying, and nobody takes it up. */
  | 'stuck'
  | 'mail'
  | 'wake'
  | 'lease'
  | 'badge'
  /** A task at work that nobody can work on. */
  | 'lost_task'
  | 'sub_agent'
  | 'question'
  | 'unanswered'
  | 'untold'
  | 'transcript'
  | 'left_over';

export type Finding = {
  readonly rule: Rule;
  /** The document that it is found in. */
  readonly path: string;
  /** In words: ids and statuses, never content. */
  readonly says: string;
  /** Since when, in milliseconds since 1970. In a chat that is at work it may pass by itself for a while after that. */
  readonly since: number;
};
