import type { SubAgentMessage, ToolCall } from 'functions/contracts';
import type { Entry } from '../../../lib/subscription/entry.ts';

export type CallWithResult = ToolCall & { readonly result: string | null };

/** One entry of the transcript as it is drawn: a tool's result stands with the call that it came from. */
export type Step =
  | { readonly kind: 'brief'; readonly id: string; readonly text: string; readonly at: number }
  | {
      readonly kind: 'answer';
      readonly id: string;
      readonly text: string;
      readonly from: string;
      readonly at: number;
    }
  | {
      readonly kind: 'said';
      readonly id: string;
      readonly text: string;
      readonly asks: boolean;
      readonly calls: readonly CallWithResult[];
      readonly at: number;
    }
  | {
      readonly kind: 'broken';
      readonly id: string;
      readonly entry: Extract<Entry<SubAgentMessage>, { ok: false }>;
    };

const ASK = 'ask_user';

const resultsIn = (entries: readonly Entry<SubAgentMessage>[]): ReadonlyMap<string, string> =>
  new Map(
    entries.flatMap((entry) =>
      entry.ok && entry.data.role === 'tool' ? [[entry.data.toolCallId, entry.data.content] as const] : [],
    ),
  );

/** Who gave an answer, in the words of the page. */
const giver = (answeredBy: 'user' | 'orchestrator' | null): string =>
  answeredBy === 'orchestrator' ? 'Mother, from what you said' : 'you';

function stepOf(entry: Entry<SubAgentMessage>, results: ReadonlyMap<string, string>): Step[] {
  if (!entry.ok) return [{ kind: 'broken', id: entry.id, entry }];
  const { id, data } = entry;
  const at = data.createdAt;
  switch (data.role) {
    case 'user':
      return data.toolCallId === null && data.questionId === null
        ? [{ kind: 'brief', id, text: data.content, at }]
        : [{ kind: 'answer', id, text: data.content, from: giver(data.answeredBy), at }];
    case 'assistant': {
      const asks = data.toolCalls.some((call) => call.name === ASK);
      const calls = data.toolCalls
        .filter((call) => call.name !== ASK)
        .map((call) => ({ ...call, result: results.get(call.id) ?? null }));
      return [{ kind: 'said', id, text: data.content, asks, calls, at }];
    }
    case 'tool':
      return [];
    default:
      return data satisfies never;
  }
}

export function stepsOf(entries: readonly Entry<SubAgentMessage>[]): Step[] {
  const results = resultsIn(entries);
  return entries.flatMap((entry) => stepOf(entry, results));
}

/** JSON as a person reads it; what is not JSON stays as it is. */
export function readableJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  } catch {
    return text;
  }
}
