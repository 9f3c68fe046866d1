import { limits } from 'functions/contracts';
import { useEffect, useRef, useState } from 'react';
import { useKeepRow } from './kept-rows.ts';
import { Button } from '../../../components/ui/button.tsx';

type Props = { onSend: (comment: string) => void; onClose: () => void };

/** One line on what was bad about a reply, for whoever likes to say it. */
export function CommentField({ onSend, onClose }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [text, setText] = useState('');
  useKeepRow();
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  /** What had the focus goes: the button that it began with gets it. */
  const leave = (then: () => void) => {
    const bad = form.current?.parentElement?.querySelector<HTMLElement>('[aria-label="Bad reply"]');
    then();
    bad?.focus();
  };
  return (
    <form
      ref={form}
      aria-label="Comment on the reply"
      className="flex max-w-lg scroll-my-4 flex-wrap gap-2 pl-2"
      onSubmit={(event) => {
        event.preventDefault();
        leave(text.trim() === '' ? onClose : () => onSend(text.trim()));
      }}
    >
      <input
        dir="auto"
        aria-label="What was bad about it? (optional)"
        placeholder="What was bad about it? (optional)"
        autoComplete="off"
        maxLength={limits.feedbackLength}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => (event.key === 'Escape' ? leave(onClose) : undefined)}
        className="min-h-9 min-w-0 flex-1 basis-48 rounded-full border border-line-strong bg-surface px-3.5 text-[0.8125rem] placeholder:text-faint"
      />
      <Button type="submit" aria-label={text.trim() === '' ? 'Skip the comment' : 'Send the comment'}>
        {text.trim() === '' ? 'Skip' : 'Send'}
      </Button>
    </form>
  );
}
