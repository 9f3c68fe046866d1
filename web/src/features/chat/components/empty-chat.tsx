import { ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { MotherMark } from '../../../components/ui/mother-mark.tsx';
import { Monogram } from '../../../components/ui/monogram.tsx';
import type { Suggestion } from '../data/suggestions.ts';

type Props = {
  personName: string;
  /** Null while they are being read. */
  suggestions: readonly Suggestion[] | null;
  onPick: (prompt: string) => void;
  /** Where the chat will be. */
  place?: ReactNode;
};

/** A chat before its first message: a greeting, and things to ask that work. */
export function EmptyChat({ personName, suggestions, onPick, place }: Props) {
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[44rem] flex-col justify-center px-5 py-10 sm:px-6">
      <MotherMark size={44} />
      <h2 className="mt-5 text-[1.75rem] leading-tight font-semibold tracking-[-0.025em] text-balance wrap-anywhere">
        Hello {personName}. What shall we do?
      </h2>
      <p className="mt-2 max-w-prose text-soft">
        I answer what I can. For the rest I have agents: they work in the background, and ask you here if they
        need something.
      </p>
      {place}
      <ul aria-label="Suggestions" className="mt-7 grid gap-2.5 sm:grid-cols-2">
        {(suggestions ?? []).map(({ prompt, agentName }) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => onPick(prompt)}
              className="group flex h-full w-full items-start gap-3 rounded-2xl border border-line bg-surface px-4 py-3.5 text-left shadow-rest transition-colors hover:border-line-strong"
            >
              {agentName === null ? <MotherMark size={24} /> : <Monogram name={agentName} size={24} />}
              <span className="min-w-0 flex-1 leading-snug">{prompt}</span>
              <ArrowUpRight
                size={16}
                aria-hidden="true"
                className="shrink-0 text-faint group-hover:text-accent"
              />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
