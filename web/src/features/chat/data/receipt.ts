import { namesInWords, type Message, type UserMessage } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** How far a message of the person's has come. */
export type Receipt =
  | { readonly kind: 'sending' | 'sent' | 'queued' | 'read' }
  | { readonly kind: 'passed' | 'resumed'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What Mother has taken up so far, the message that she is writing, and when she last began to speak. */
export type Attention = {
  readonly taken: ReadonlySet<string>;
  readonly replyingIn: Replying | null;
  readonly spokeAt: number;
};

type Replying = { readonly id: string; readonly createdAt: number };

/** From the messages of a chat: which of the person's she replies or replied to. */
export function attentionOf(messages: readonly Parsed<Message>[]): Attention {
  const taken = new Set<string>();
  let replyingIn: Replying | null = null;
  let spokeAt = 0;
  for (const { id, data } of messages) {
    if (data.role !== 'assistant') continue;
    for (const heard of data.inReplyTo) taken.add(heard);
    if (data.status === 'streaming') replyingIn ??= { id, createdAt: data.createdAt };
    spokeAt = Math.max(spokeAt, data.createdAt);
  }
  return { taken, replyingIn, spokeAt };
}

const NO_REASON = 'This message was not accepted.';

export function receiptOf({ id, data, pending }: Parsed<UserMessage>, attention: Attention): Receipt {
  if (data.status === 'refused') return { kind: 'refused', reason: data.refusal?.message ?? NO_REASON };
  if (pending) return { kind: 'sending' };
  const name = namesInWords((data.passedTo ?? []).map((one) => one.name));
  if (name !== '') return { kind: data.resumedAt === undefined ? 'passed' : 'resumed', name };
  if (data.status === 'handled' || attention.taken.has(id)) return { kind: 'read' };
  // Between two turns it is still in the queue: a receipt never goes back.
  const isQueued = attention.replyingIn !== null || attention.spokeAt > data.createdAt;
  return { kind: isQueued ? 'queued' : 'sent' };
}

/** How far something has come that was asked for by a button: it is done once the backend says so, not when it is read. */
export function intentStateText(receipt: Receipt, { status }: UserMessage): string {
  if (receipt.kind === 'refused') return receipt.reason;
  if (receipt.kind === 'sending') return 'Sending…';
  return status === 'handled' ? 'Done' : 'Pending…';
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
