import type { ComponentProps, ReactNode } from 'react';

type Props = ComponentProps<'div'> & { icon: ReactNode };

/** One line about what happened, between the messages. */
export function QuietLine({ icon, children, ...rest }: Props) {
  return (
    <div className="flex items-start gap-2.5 rounded-lg text-[0.8125rem] leading-relaxed text-soft" {...rest}>
      <span aria-hidden="true" className="mt-[0.2rem] grid w-6 shrink-0 place-items-center text-faint">
        {icon}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
