import { type ComponentProps, type ReactNode, useId } from 'react';

type Frame = {
  label: ReactNode;
  /** What it is for. */
  hint?: ReactNode;
  /** What is wrong with it. */
  problem?: string | undefined;
};

type Ids = { readonly id: string; readonly 'aria-describedby': string; readonly 'aria-invalid': boolean };

/** A label, what it is for, the input, and what is wrong with it. */
function Framed({ label, hint, problem, children }: Frame & { children: (ids: Ids) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mb-1.5 text-[0.8125rem] text-soft">
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-describedby': `${id}-hint ${id}-problem`,
        'aria-invalid': problem !== undefined,
      })}
      <FieldProblem id={`${id}-problem`} text={problem} />
    </div>
  );
}

/** Said aloud as soon as it is there. */
export function FieldProblem({ id, text }: { id?: string; text: string | undefined }) {
  return (
    <p id={id} role="alert" className="mt-1 text-[0.8125rem] text-danger-ink empty:hidden">
      {text}
    </p>
  );
}

export const inputLook =
  'w-full rounded-xl border border-line-strong bg-surface px-3 py-2 text-[0.9375rem] outline-offset-0 placeholder:text-faint aria-invalid:border-danger-line';

type TextProps = Frame & Omit<ComponentProps<'input'>, 'id'>;

export function TextField({ label, hint, problem, className = '', ...rest }: TextProps) {
  return (
    <Framed label={label} hint={hint} problem={problem}>
      {(ids) => (
        <input
          type="text"
          dir="auto"
          autoComplete="off"
          {...ids}
          className={`${inputLook} ${className}`}
          {...rest}
        />
      )}
    </Framed>
  );
}

type AreaProps = Frame & Omit<ComponentProps<'textarea'>, 'id'>;

export function AreaField({ label, hint, problem, ...rest }: AreaProps) {
  return (
    <Framed label={label} hint={hint} problem={problem}>
      {(ids) => (
        <textarea
          rows={3}
          dir="auto"
          {...ids}
          className={`${inputLook} field-sizing-content max-h-[50dvh] min-h-20`}
          {...rest}
        />
      )}
    </Framed>
  );
}

type SelectProps = Frame &
  Omit<ComponentProps<'select'>, 'id'> & {
    options: readonly { readonly value: string; readonly name: string }[];
  };

export function SelectField({ label, hint, problem, options, ...rest }: SelectProps) {
  return (
    <Framed label={label} hint={hint} problem={problem}>
      {(ids) => (
        <select {...ids} className={`${inputLook} min-h-10`} {...rest}>
          {options.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

type CheckProps = { label: ReactNode; hint?: ReactNode } & Omit<ComponentProps<'input'>, 'id' | 'type'>;

/** Yes or no, with what it means beside it. */
export function CheckField({ label, hint, ...rest }: CheckProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        type="checkbox"
        id={id}
        aria-describedby={`${id}-hint`}
        className="mt-1 size-4 shrink-0 accent-accent"
        {...rest}
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-[0.8125rem] text-soft empty:hidden">
          {hint}
        </p>
      </div>
    </div>
  );
}

/** A part of a form, with its heading. */
export function Group({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="rounded-2xl border border-line bg-surface p-4 shadow-rest sm:p-5">
      <legend className="contents">
        <span className="block text-base font-semibold tracking-tight">{title}</span>
      </legend>
      {hint === undefined ? null : <p className="mt-0.5 text-[0.8125rem] text-soft">{hint}</p>}
      <div className="mt-3.5 space-y-4">{children}</div>
    </fieldset>
  );
}
