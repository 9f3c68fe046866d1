import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { focusComposer } from '../lib/focus-composer.ts';
import type { Notice } from './use-notices.ts';

type Props = { notices: readonly Notice[]; onClose: (key: string) => void };

/** What has just been done, over the top of the conversation. The status region says it as well. */
export function NoticeBars({ notices, onClose }: Props) {
  if (notices.length === 0) return null;
  return (
    <section aria-label="Just now" className="relative z-20 h-0">
      <div className="pointer-events-none absolute inset-x-0 top-[4.25rem] flex flex-col items-center gap-2 px-3">
        {notices.map((notice) => (
          <Bar key={`${notice.key} ${notice.tone}`} notice={notice} onClose={onClose} />
        ))}
      </div>
    </section>
  );
}

const tones = {
  calm: 'rounded-full border-line-strong bg-surface pl-5',
  danger: 'rounded-2xl border-danger-line bg-danger pl-4 text-danger-ink',
};

function Bar({ notice, onClose }: { notice: Notice; onClose: Props['onClose'] }) {
  const { key, tone, text, about, button, onPress, lastsMs } = notice;
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (lastsMs === null) return undefined;
    const timer = setTimeout(() => onClose(key), lastsMs);
    return () => clearTimeout(timer);
  }, [key, lastsMs, onClose]);

  // What has been done takes what it is about off the page, and the focus with it: here it is of use. What did not work
  // may say so much later: whoever is writing by then goes on writing. When the bar goes, it does not take the focus
  // along.
  const isExpected = tone === 'calm';
  useLayoutEffect(() => {
    const element = bar.current;
    if (isExpected || document.activeElement === document.body) element?.querySelector('button')?.focus();
    return () => {
      if (element?.contains(document.activeElement)) focusComposer();
    };
  }, [isExpected]);

  return (
    <div
      ref={bar}
      data-notice
      className={`rise pointer-events-auto flex max-w-full items-center gap-3 border sm:max-w-xl py-1 pr-1 text-sm shadow-float ${tones[tone]}`}
    >
      <p className="flex min-w-0 gap-2 py-1">
        <span className="shrink-0 wrap-anywhere data-long:shrink" data-long={tone === 'danger' || undefined}>
          {text}
        </span>
        {about === undefined ? null : <span className="truncate text-faint">{about}</span>}
      </p>
      <Button
        look={tone === 'danger' ? 'danger' : 'plain'}
        className={tone === 'danger' ? 'shrink-0' : 'shrink-0 font-semibold text-accent!'}
        onClick={() => {
          onClose(key);
          onPress();
        }}
      >
        {button}
      </Button>
      <IconButton aria-label="Close this message" className="size-8" onClick={() => onClose(key)}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
