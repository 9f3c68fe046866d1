import type { Question } from 'functions/contracts';
import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef } from 'react';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { COMPOSER } from '../../../lib/focus-composer.ts';
import { isComposing } from '../../../lib/keys.ts';
import { onDemand } from '../../../lib/on-demand.ts';
import { checkDraft } from '../data/draft-check.ts';
import { useDraft, writeDraft } from '../data/drafts.ts';
import { typedFieldOf } from '../data/typed-answer.ts';
import { ReplyChip } from './reply-chip.tsx';
import { useAutoGrow } from './use-auto-grow.ts';

type Props = {
  input: RefObject<HTMLTextAreaElement | null>;
  draftKey: string;
  /** The question that the next message answers. */
  replyTo: Parsed<Question> | null;
  onRemoveReply: () => void;
  onSend: (content: string) => void;
  /** While Mother replies: stops that. */
  reply: { readonly stopping: boolean; readonly onStop: () => void } | null;
  /** Why the last message could not be sent; its text is back in the box. */
  problem: string | null;
};

const TypedComposer = onDemand(async () => (await import('./typed-composer.tsx')).TypedComposer);

/** The one place to write. It is never disabled: what is sent while Mother works is queued. */
export function Composer({ input, draftKey, replyTo, onRemoveReply, onSend, reply, problem }: Props) {
  const draft = useDraft(draftKey);
  useAutoGrow(input, draft);
  const check = checkDraft(draft);
  const hintId = useId();
  const tooLong = check.problem === 'too-long';
  const typed = replyTo && typedFieldOf(replyTo.data);
  useFocusAfter(typed !== null, input);

  const send = () => {
    input.current?.focus({ preventScroll: true });
    if (check.problem !== null) return;
    writeDraft(draftKey, '');
    onSend(draft.trim());
  };
  const stop = () => {
    if (reply?.stopping === false) reply.onStop();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape' && (replyTo || reply)) {
      event.preventDefault();
      if (replyTo) onRemoveReply();
      else stop();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };

  if (replyTo && typed) {
    const of = { question: replyTo, field: typed, onSend, onRemove: onRemoveReply };
    // Until it is there, the question can be taken off already.
    const fallback = (
      <form
        aria-label="Your message"
        className="min-h-14 rounded-3xl border border-line-strong bg-surface shadow-float"
      >
        <ReplyChip question={replyTo.data} onRemove={onRemoveReply} />
      </form>
    );
    return <TypedComposer key={replyTo.id} of={of} fallback={fallback} />;
  }
  return (
    <form
      aria-label="Your message"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className={`rounded-3xl border bg-surface shadow-float ${tooLong ? 'border-danger-line' : 'border-line-strong focus-within:border-accent'}`}
    >
      {replyTo ? <ReplyChip question={replyTo.data} onRemove={onRemoveReply} /> : null}
      <div className="flex items-end gap-2 p-2">
        <textarea
          ref={input}
          id={COMPOSER}
          rows={1}
          dir="auto"
          aria-label="Message Mother"
          aria-describedby={hintId}
          aria-invalid={tooLong}
          placeholder={replyTo ? `Your answer to ${replyTo.data.name}` : 'Message Mother'}
          value={draft}
          onChange={(event) => writeDraft(draftKey, event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-[38dvh] min-h-10 min-w-0 flex-1 resize-none bg-transparent px-3 py-2 leading-6 outline-none placeholder:text-faint"
        />
        {reply ? <StopReply stopping={reply.stopping} onStop={stop} input={input} /> : null}
        <button
          type="submit"
          aria-label="Send"
          aria-disabled={check.problem !== null}
          aria-describedby={hintId}
          title={check.reason || 'Send (Enter)'}
          className="grid size-10 shrink-0 place-items-center rounded-full bg-accent text-accent-ink transition-colors hover:brightness-110 aria-disabled:cursor-not-allowed aria-disabled:bg-sunken aria-disabled:text-faint aria-disabled:hover:brightness-100"
        >
          <ArrowUp size={20} aria-hidden="true" />
        </button>
      </div>
      <div id={hintId}>
        {check.problem === 'empty' ? <p className="sr-only">{check.reason}</p> : null}
        {tooLong || check.counter !== '' || problem !== null ? (
          <div className="space-y-1 px-5 pb-3 text-[0.8125rem]">
            {check.counter === '' ? null : <p className="text-faint tabular-nums">{check.counter}</p>}
            {tooLong ? <p className="text-danger-ink">{check.reason}</p> : null}
            {problem === null ? null : <p className="text-danger-ink">{problem}</p>}
          </div>
        ) : null}
      </div>
    </form>
  );
}

/** What stood in the box's place is gone, and the focus with it: the box has it again. */
function useFocusAfter(isReplaced: boolean, input: Props['input']): void {
  const was = useRef(isReplaced);
  useEffect(() => {
    if (was.current && !isReplaced) input.current?.focus({ preventScroll: true });
    was.current = isReplaced;
  }, [isReplaced, input]);
}

type StopReplyProps = {
  stopping: boolean;
  onStop: () => void;
  input: RefObject<HTMLTextAreaElement | null>;
};

function StopReply({ stopping, onStop, input }: StopReplyProps) {
  const button = useRef<HTMLButtonElement>(null);
  // It goes when the reply ends, and would take the focus along.
  useLayoutEffect(() => {
    const element = button.current;
    const box = input.current;
    return () => {
      if (element === document.activeElement) box?.focus({ preventScroll: true });
    };
  }, [input]);
  return (
    <button
      ref={button}
      type="button"
      aria-label={stopping ? 'Stopping…' : 'Stop replying'}
      aria-disabled={stopping}
      title={stopping ? 'Stopping…' : 'Stop replying (Escape)'}
      onClick={onStop}
      className="grid size-10 shrink-0 place-items-center rounded-full border border-line-strong text-ink transition-colors hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:text-faint"
    >
      <Square size={14} fill="currentColor" aria-hidden="true" className={stopping ? 'breathe' : ''} />
    </button>
  );
}
