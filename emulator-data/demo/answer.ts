/** A call of a tool, before it is written down as JSON. */
export type Call = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };

/** Ways in which a model fails, on demand. */
export const faults = ['401', '429', 'quota', 'busy', '500', 'cut', 'empty', 'garbage'] as const;
export type Fault = (typeof faults)[number];

/** What the scripted model answers to one request. */
export type Answer = {
  readonly text: string;
  readonly calls: readonly Call[];
  /** How fast the words come: a story comes slowly enough to reload the page in the middle. */
  readonly pace: 'normal' | 'story';
  /** What is waited for before the first word: nothing, a check of a question, or a check that takes its time. */
  readonly before: 'nothing' | 'check' | 'slow check';
  readonly fault: Fault | null;
};

export const answer = (part: Partial<Answer>): Answer => ({
  text: '',
  calls: [],
  pace: 'normal',
  before: 'nothing',
  fault: null,
  ...part,
});

export const call = (name: string, input: Call['input']): Call => ({ name, input });
