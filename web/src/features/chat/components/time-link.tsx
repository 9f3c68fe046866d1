import { Link } from 'react-router';
import { messageElement } from '../../../lib/reveal.ts';
import { timeOfDay } from '../../../lib/time-text.ts';

type Props = { messageId: string; at: number; className?: string };

/** When a message was said; the link to it, for passing on. */
export function TimeLink({ messageId, at, className = '' }: Props) {
  const time = timeOfDay(at);
  return (
    <Link
      to={{ hash: messageElement(messageId) }}
      replace
      aria-label={`Link to the message at ${time}`}
      className={`underline-offset-3 hover:underline ${className}`}
    >
      <time dateTime={new Date(at).toISOString()}>{time}</time>
    </Link>
  );
}
