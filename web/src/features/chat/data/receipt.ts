import type { Message, UserMessage } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { namesInWords } from '../../../lib/names.ts';

/** How far a message of the person's has come. */
export type Receipt =
  | { readonly kind: 'sending' | 'sent' | 'queued' | 'read' }
  | { readonly kind: 'passed' | 'resumed'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What Mother has taken up so far, whether she is at it, and when she last began to speak. */
export type Attention = {
  readonly taken: ReadonlySet<string>;
  readonly replying: boolean;
  readonly spokeAt: number;
};

/** From the messages of a chat: which of the person's she replies or replied to. */
export function attentionOf(messages: readonly Parsed<Message>[]): Attention {
  const taken = new Set<string>();
  let replying = false;
  let spokeAt = 0;
  for (const { data } of messages) {
    if (data.role !== 'assistant') continue;
    for (const id of data.inReplyTo) taken.add(id);
    replying ||= data.status === 'streaming';
    spokeAt = Math.max(spokeAt, data.createdAt);
  }
  return { taken, replying, spokeAt };
}

const NO_REASON = 'This message was not accepted.';

export function receiptOf({ id, data, pending }: Parsed<UserMessage>, attention: Attention): Receipt {
  if (data.status === 'refused') return { kind: 'refused', reason: data.refusal?.message ?? NO_REASON };
  if (pending) return { kind: 'sending' };
  const name = namesInWords((data.passedTo ?? []).map((one) => one.name));
  if (name !== '') return { kind: data.resumedAt === undefined ? 'passed' : 'resumed', name };
  if (data.status === 'handled' || attention.taken.has(id)) return { kind: 'read' };
  // Between two turns it is still in the queue: a receipt never goes back.
  const isQueued = attention.replying || attention.spokeAt > data.createdAt;
  return { kind: isQueued ? 'queued' : 'sent' };
}

/** The receipt as the page shows it. */
export function receiptText(receipt: Receipt): string {
  switch (receipt.kind) {
    case 'sending':
      return 'Sending…';
    case 'sent':
      return 'Sent';
    case 'queued':
      return 'Queued';
    case 'read':
      return 'Read';
    case 'passed':
      return `Passed to ${receipt.name}`;
    case 'resumed':
      return `${receipt.name} resumed`;
    case 'refused':
      return receipt.reason;
    default:
      return receipt satisfies never;
  }
}
