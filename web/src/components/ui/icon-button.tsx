import type { ComponentProps } from 'react';

type Props = ComponentProps<'button'> & { 'aria-label': string };

/** An icon alone always has a name, which a pointer sees as the title. */
export function IconButton({ className = '', title, ...rest }: Props) {
  const shape = 'inline-grid size-9 shrink-0 place-items-center rounded-full text-soft transition-colors';
  return (
    <button
      type="button"
      title={title ?? rest['aria-label']}
      className={`${shape} hover:bg-sunken hover:text-ink ${className}`}
      {...rest}
    />
  );
}
