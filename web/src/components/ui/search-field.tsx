import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';

type Props = {
  ref: Ref<HTMLInputElement>;
  /** Its name, and what stands in it while it is empty. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  /** How much was found; it describes the field. */
  hint: ReactNode;
  /** A button at its end. */
  children?: ReactNode;
};

/** Where one writes what one looks for. */
export function SearchField({ ref, label, value, onChange, onKeyDown, hint, children }: Props) {
  const hintId = useId();
  return (
    <div className="relative min-w-32 flex-1 text-sm">
      <Search
        size={16}
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 left-3.5 my-auto text-faint"
      />
      <input
        ref={ref}
        type="text"
        dir="auto"
        enterKeyHint="search"
        autoComplete="off"
        aria-label={label}
        aria-describedby={hintId}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-h-9 w-full rounded-xl bg-sunken pr-24 pl-10 -outline-offset-2 placeholder:text-faint"
      />
      <div className="pointer-events-none absolute inset-y-0 right-3 flex items-center gap-1">
        <span id={hintId} className="text-xs text-faint tabular-nums">
          {hint}
        </span>
        {children}
      </div>
    </div>
  );
}
