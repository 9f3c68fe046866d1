import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef } from 'react';

type Props = { value: string; onChange: (value: string) => void; found: number; of: number };

/** Narrows the list of chats down by their titles. */
export function ChatSearch({ value, onChange, found, of }: Props) {
  const hintId = useId();
  const input = useRef<HTMLInputElement>(null);
  const isSearched = value.trim() !== '';
  const clear = () => {
    onChange('');
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || value === '' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    clear();
  };
  return (
    <search className="mb-2 block px-3">
      <div className="relative text-sm">
        <Search
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 left-3.5 my-auto text-faint"
        />
        <input
          ref={input}
          type="text"
          enterKeyHint="search"
          autoComplete="off"
          aria-label="Search chats"
          aria-describedby={hintId}
          placeholder="Search chats"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className="min-h-9 w-full rounded-xl bg-sunken pr-20 pl-10 -outline-offset-2 placeholder:text-faint"
        />
        <span
          id={hintId}
          className="pointer-events-none absolute inset-y-0 right-10 flex items-center text-xs text-faint tabular-nums"
        >
          {isSearched ? (
            <>
              {found}
              <span className="sr-only"> of {of} chats</span>
            </>
          ) : null}
        </span>
        {value === '' ? null : (
          <button
            type="button"
            aria-label="Clear the search"
            title="Clear (Escape)"
            onClick={clear}
            className="absolute inset-y-0 right-2 my-auto grid size-7 place-items-center rounded-full text-faint hover:text-ink"
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </div>
    </search>
  );
}
