import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { isComposing } from '../../lib/keys.ts';
import { hasWords } from '../../lib/words.ts';
import { Keys } from './keys.tsx';
import { useFocusReturn } from './use-focus-return.ts';

export type Command = {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly keys?: readonly string[];
  readonly run: () => void;
};

type Props = { open: boolean; onClose: () => void; commands: readonly Command[] };

/** Everything that can be done here, by its name. */
export function Palette({ open, onClose, commands }: Props) {
  const focusReturn = useFocusReturn();
  // A command runs once the focus is back where it was: it may want it elsewhere.
  const chosen = useRef<Command | null>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusReturn.onOpenAutoFocus}
          onCloseAutoFocus={(event) => {
            focusReturn.onCloseAutoFocus(event);
            const command = chosen.current;
            chosen.current = null;
            command?.run();
          }}
          className="rise fixed top-[12dvh] left-1/2 z-50 flex max-h-[min(32rem,76dvh)] w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-float"
        >
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <Content
            commands={commands}
            onChoose={(command) => {
              chosen.current = command;
              onClose();
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type ContentProps = { commands: readonly Command[]; onChoose: (command: Command) => void };

function Content({ commands, onChoose }: ContentProps) {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  const found = commands.filter(({ label, group }) => hasWords(`${group} ${label}`, search));
  const current = found[Math.min(at, found.length - 1)];
  const optionId = (command: Command) => `${listId}-${command.id}`;
  const groups = Map.groupBy(found, ({ group }) => group);

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.id]);

  const move = (by: number) => setAt((Math.min(at, found.length - 1) + by + found.length) % found.length);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || found.length === 0) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && current) onChoose(current);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="flex min-h-13 shrink-0 items-center gap-3 border-b border-line px-4">
        <Search size={18} aria-hidden="true" className="shrink-0 text-faint" />
        <input
          role="combobox"
          aria-label="Search commands"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={current ? optionId(current) : undefined}
          autoComplete="off"
          placeholder="What do you want to do?"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent py-3 outline-none placeholder:text-faint"
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Commands"
        tabIndex={-1}
        className="min-h-0 overflow-y-auto overscroll-contain p-1.5 outline-none"
      >
        {[...groups].map(([group, inGroup]) => (
          <div key={group} role="group" aria-label={group}>
            <p aria-hidden="true" className="px-3 pt-2 pb-1 text-xs text-faint">
              {group}
            </p>
            {inGroup.map((command) => (
              <Option
                key={command.id}
                id={optionId(command)}
                command={command}
                selected={command === current}
                onPoint={() => setAt(found.indexOf(command))}
                onChoose={() => onChoose(command)}
              />
            ))}
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p className="px-4.5 pb-4 text-sm text-soft">Nothing here has these words.</p>
      ) : null}
    </>
  );
}

type OptionProps = {
  id: string;
  command: Command;
  selected: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

/** The focus stays in the search: a key is pressed there, and only a pointer comes here. */
function Option({ id, command, selected, onPoint, onChoose }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      onPointerMove={selected ? undefined : onPoint}
      onClick={onChoose}
      onKeyDown={(event) => (event.key === 'Enter' ? onChoose() : undefined)}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-xl px-3 text-sm outline-none aria-selected:bg-accent-soft"
    >
      <span aria-hidden="true" className="shrink-0 text-faint">
        {command.icon}
      </span>
      <span className="min-w-0 flex-1 truncate">{command.label}</span>
      {command.keys ? <Keys keys={command.keys} /> : null}
    </div>
  );
}
