import type { ComponentProps } from 'react';

type Look = 'primary' | 'quiet' | 'plain' | 'needs' | 'danger';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-accent-ink hover:brightness-110 aria-disabled:brightness-100',
  quiet: 'border border-line bg-surface text-ink hover:border-line-strong',
  plain: 'text-soft hover:bg-sunken hover:text-ink',
  needs: 'bg-needs-fill text-needs-fill-ink hover:brightness-110',
  danger: 'border border-danger-line bg-transparent text-danger-ink hover:bg-danger',
};

const sizes = { small: 'min-h-8 px-3 text-[0.8125rem]', normal: 'min-h-10 px-4 text-[0.9375rem]' };

type Props = ComponentProps<'button'> & { look?: Look; size?: keyof typeof sizes };

/** A button that says what it does. Its accessible name carries the context where the visible words do not. */
export function Button({ look = 'quiet', size = 'small', className = '', ...rest }: Props) {
  const shape =
    'inline-flex items-center justify-center gap-1.5 rounded-full font-medium leading-tight transition-colors';
  const off = 'aria-disabled:cursor-not-allowed aria-disabled:opacity-55';
  return (
    <button
      type="button"
      className={`${shape} ${off} ${sizes[size]} ${looks[look]} ${className}`}
      {...rest}
    />
  );
}
