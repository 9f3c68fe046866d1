import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { IconButton } from '../components/ui/icon-button.tsx';
import { Keys } from '../components/ui/keys.tsx';
import { useFocusReturn } from '../components/ui/use-focus-return.ts';
import { commandKey } from '../lib/keys.ts';

type Shortcut = { readonly does: string; readonly ways: readonly (readonly string[])[] };

const shortcuts: readonly Shortcut[] = [
  { does: 'Find a chat or a command', ways: [[commandKey, 'K']] },
  { does: 'Find in this chat; twice: the browser’s own search', ways: [[commandKey, 'F']] },
  { does: 'Show this list', ways: [[commandKey, '/'], ['?']] },
  { does: 'Send', ways: [['Enter']] },
  { does: 'New line', ways: [['Shift', 'Enter']] },
  { does: 'Take off what you reply to; else stop the reply', ways: [['Esc']] },
  { does: 'Save a correction', ways: [['Enter']] },
  { does: 'Leave a correction, a search or a panel', ways: [['Esc']] },
];

/** What the keys do. */
export function Shortcuts({ open, onClose }: { open: boolean; onClose: () => void }) {
  const focusReturn = useFocusReturn();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          {...focusReturn}
          className="rise fixed top-[12dvh] left-1/2 z-50 max-h-[76dvh] w-[min(30rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-y-auto rounded-2xl border border-line bg-surface p-4 shadow-float"
        >
          <header className="flex items-center justify-between">
            <Dialog.Title className="font-semibold">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton aria-label="Close">
                <X size={18} aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </header>
          <dl className="mt-1 divide-y divide-line text-sm">
            {shortcuts.map(({ does, ways }) => (
              <div key={does} className="flex min-h-11 items-center gap-4 py-1.5">
                <dt className="min-w-0 flex-1">{does}</dt>
                <dd className="flex shrink-0 items-center gap-2">
                  {ways.map((keys, index) => (
                    <span key={keys.join(' ')} className="flex items-center gap-2">
                      {index > 0 ? <span className="text-xs text-faint">or</span> : null}
                      <Keys keys={keys} />
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
