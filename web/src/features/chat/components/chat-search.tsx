import { X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { SearchField } from '../../../components/ui/search-field.tsx';
import { isComposing } from '../../../lib/keys.ts';

type Props = { value: string; onChange: (value: string) => void; found: number; of: number };

/** Narrows the list of chats down by their titles. */
export function ChatSearch({ value, onChange, found, of }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const isSearched = value.trim() !== '';
  const clear = () => {
    onChange('');
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || value === '' || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    clear();
  };
  return (
    <search className="mb-2 block px-3">
      <SearchField
        ref={input}
        label="Search chats"
        value={value}
        onChange={onChange}
        onKeyDown={onKeyDown}
        hint={
          isSearched ? (
            <>
              {found}
              <span className="sr-only"> of {of} chats</span>
            </>
          ) : null
        }
      >
        {value === '' ? null : (
          <button
            type="button"
            aria-label="Clear the search"
            title="Clear (Escape)"
            onClick={clear}
            className="pointer-events-auto -mr-1 grid size-7 place-items-center rounded-full text-faint hover:text-ink"
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </SearchField>
    </search>
  );
}
