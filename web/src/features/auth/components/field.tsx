import { type ComponentProps, useId } from 'react';

type Props = Omit<ComponentProps<'input'>, 'id'> & { label: string };

export function Field({ label, ...rest }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        required
        className="w-full rounded-xl border border-line-strong bg-surface px-3.5 py-2.5 outline-offset-0"
        {...rest}
      />
    </div>
  );
}
