import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { IconButton } from '../../../components/ui/icon-button.tsx';
import type { Rating } from '../data/rate-reply.ts';
import { CommentField } from './comment-field.tsx';
import { useSay } from './use-announcer.ts';
import { useRating } from './use-rating.ts';

const look = 'size-8 text-faint aria-pressed:text-accent aria-pressed:[&_svg]:fill-current/20';

/** What the person thinks of a reply: good, bad and why, or nothing. */
export function Feedback({ messageId, feedback }: { messageId: string; feedback: Rating }) {
  const { rating, rate, problem } = useRating(messageId, feedback);
  const [commenting, setCommenting] = useState(false);
  const say = useSay();
  const press = (pressed: 'good' | 'bad') => {
    const next = rating === pressed ? null : pressed;
    rate(next);
    setCommenting(next === 'bad');
  };
  return (
    <div className="-ml-2 space-y-1.5">
      <div className="flex">
        <IconButton
          aria-label="Good reply"
          aria-pressed={rating === 'good'}
          className={look}
          onClick={() => press('good')}
        >
          <ThumbsUp size={15} aria-hidden="true" />
        </IconButton>
        <IconButton
          aria-label="Bad reply"
          aria-pressed={rating === 'bad'}
          className={look}
          onClick={() => press('bad')}
        >
          <ThumbsDown size={15} aria-hidden="true" />
        </IconButton>
      </div>
      {commenting && rating === 'bad' ? (
        <CommentField
          onSend={(comment) => {
            rate('bad', comment);
            setCommenting(false);
            say('Thank you for the comment');
          }}
          onClose={() => setCommenting(false)}
        />
      ) : null}
      {problem ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pl-2 text-[0.8125rem] text-danger-ink">
          {problem.text}
          <Button look="danger" aria-label="Retry the feedback" onClick={problem.again}>
            Retry
          </Button>
        </p>
      ) : null}
    </div>
  );
}
