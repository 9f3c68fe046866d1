import type { ComponentProps, ReactNode } from 'react';

type Tone = 'danger' | 'needs' | 'calm';

const tones: Record<Tone, string> = {
  danger: 'border-danger-line bg-danger text-danger-ink',
  needs: 'border-needs-line bg-needs text-needs-ink',
  calm: 'border-line bg-surface text-soft',
};

type Props = ComponentProps<'div'> & { tone: Tone; icon?: ReactNode };

/** A boxed message with room for the one button that is the way out. */
export function Note({ tone, icon, children, className = '', ...rest }: Props) {
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-2xl border px-4 py-3 text-sm ${tones[tone]} ${className}`}
      {...rest}
    >
      {icon ? <span className="shrink-0">{icon}</span> : null}
      {children}
    </div>
  );
}
