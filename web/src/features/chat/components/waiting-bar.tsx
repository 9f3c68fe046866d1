import { namesInWords, type Question } from 'functions/contracts';
import { Reply, ShieldQuestion } from 'lucide-react';
import { Button } from '../../../components/ui/button.tsx';
import { Monogram } from '../../../components/ui/monogram.tsx';
import { StopButton } from '../../../components/ui/stop-button.tsx';
import { askedText } from '../../../lib/asked.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

type Props = {
  questions: readonly Parsed<Question>[];
  pendingAnswers: ReadonlySet<string>;
  /** Agents at work without anybody having to do anything. */
  working: readonly string[];
  /** Mother is writing: nobody has to be told that she will be back. */
  replying: boolean;
  /** With several tasks that have not ended: how to end them all. */
  stopAll: { readonly tasks: number; readonly stopping: boolean; readonly onStop: () => void } | null;
  onRespond: (questionId: string) => void;
};

/** The one bar of what waits for the person; without that, who works in the background. */
export function WaitingBar({ questions, pendingAnswers, working, replying, stopAll, onRespond }: Props) {
  if (questions.length > 0) {
    return (
      <section
        aria-label="Waiting for you"
        className="rise mb-2 max-h-44 overflow-y-auto rounded-2xl border border-needs-line bg-needs text-needs-ink"
      >
        <ul className="divide-y divide-needs-line/50">
          {questions.map(({ id, data }) => (
            <li key={id} className="flex items-center gap-3 py-1.5 pr-1.5 pl-3">
              <Monogram name={data.name} size={22} />
              <p className="min-w-0 flex-1 truncate text-sm" title={askedText(data)}>
                <span className="font-semibold">{data.name}:</span> <bdi>{askedText(data)}</bdi>
              </p>
              {pendingAnswers.has(id) ? (
                <span className="pr-2.5 text-[0.8125rem]">Answer on its way</span>
              ) : (
                <Button
                  look="needs"
                  aria-label={data.consent ? `Decide on ${data.consent.summary}` : `Respond to ${data.name}`}
                  onClick={() => onRespond(id)}
                >
                  {data.consent ? (
                    <ShieldQuestion size={15} aria-hidden="true" />
                  ) : (
                    <Reply size={15} aria-hidden="true" />
                  )}
                  {data.consent ? 'Decide' : 'Respond'}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {stopAll ? (
          <p className="flex items-center gap-3 border-t border-needs-line/50 py-1 pr-1.5 pl-3 text-[0.8125rem]">
            <span className="min-w-0 flex-1">{stopAll.tasks} tasks have not ended.</span>
            <StopAll {...stopAll} />
          </p>
        ) : null}
      </section>
    );
  }
  if (working.length === 0 || (replying && !stopAll)) return null;
  const several = new Set(working).size > 1;
  return (
    <div className="mb-2 flex flex-wrap items-center justify-center gap-x-3 gap-y-1 px-2 text-center text-[0.8125rem] text-soft">
      <p>
        {namesInWords(working)} {several ? 'are' : 'is'} working.
        {replying ? '' : ` I'll be back when ${several ? "they're" : "it's"} done; keep chatting.`}
      </p>
      {stopAll ? <StopAll {...stopAll} /> : null}
    </div>
  );
}

function StopAll({ stopping, onStop }: NonNullable<Props['stopAll']>) {
  return (
    <StopButton stopping={stopping} onStop={onStop}>
      Stop all
    </StopButton>
  );
}
