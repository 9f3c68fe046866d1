import { Check, CheckCheck, CircleAlert, Clock, CornerUpRight, Hourglass, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Receipt, receiptText } from '../data/receipt.ts';
import { TimeLink } from './time-link.tsx';

const icons: Record<Receipt['kind'], ReactNode> = {
  sending: <Clock size={13} />,
  sent: <Check size={13} />,
  queued: <Hourglass size={12} />,
  read: <CheckCheck size={13} />,
  passed: <CornerUpRight size={13} />,
  resumed: <Play size={12} />,
  refused: <CircleAlert size={13} />,
};

type Props = { receipt: Receipt; messageId: string; at: number };

/** Under a message of the person's: when it was sent, and how far it has come. */
export function ReceiptLine({ receipt, messageId, at }: Props) {
  const tone = receipt.kind === 'refused' ? 'text-danger-ink' : 'text-faint';
  return (
    <p className={`mt-1 flex items-start justify-end gap-1.5 text-xs ${tone}`}>
      <TimeLink messageId={messageId} at={at} />
      <span aria-hidden="true" className="mt-[0.2rem]">
        {icons[receipt.kind]}
      </span>
      <span>{receiptText(receipt)}</span>
    </p>
  );
}
