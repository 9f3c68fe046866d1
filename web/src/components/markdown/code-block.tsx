import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ScrollSection } from '../ui/scroll-section.tsx';
import { highlight } from './highlight.ts';

const COPIED_MS = 2_000;

type Props = { code: string; language: string; closed: boolean };

/** Colours come once the fence is closed, so that nothing flickers while the code is still being written. */
function useHighlighted({ code, language, closed }: Props): string | null {
  const [html, setHtml] = useState<{ code: string; html: string | null } | null>(null);
  useEffect(() => {
    if (!closed) return undefined;
    let current = true;
    highlight(code, language).then(
      (result) => current && setHtml({ code, html: result }),
      (error: unknown) => console.warn('highlighting failed', error),
    );
    return () => {
      current = false;
    };
  }, [code, language, closed]);
  return html?.code === code ? html.html : null;
}

export function CodeBlock(props: Props) {
  const html = useHighlighted(props);
  const label = props.language || 'code';
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      <div className="flex items-center justify-between border-b border-line bg-sunken/60 py-0.5 pr-1 pl-3.5">
        <span className="text-xs text-soft">{label}</span>
        <CopyButton text={props.code} />
      </div>
      <ScrollSection role="group" aria-label={`Code: ${label}`} className="overflow-x-auto -outline-offset-2">
        <pre className="px-3.5 py-3 text-[0.8125rem] leading-relaxed">
          {html === null ? <code>{props.code}</code> : <code dangerouslySetInnerHTML={{ __html: html }} />}
        </pre>
      </ScrollSection>
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy().catch((error: unknown) => console.warn('copying failed', error))}
      className="inline-flex min-h-7 items-center gap-1.5 rounded-lg px-2 text-xs text-soft hover:bg-sunken hover:text-ink"
    >
      <Icon size={13} aria-hidden="true" />
      {copied ? 'Copied' : 'Copy'} <span className="sr-only">code</span>
    </button>
  );
}
