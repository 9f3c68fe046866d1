import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import { useFocusReturn } from './use-focus-return.ts';

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Drawn beside the title. */
  mark?: ReactNode;
  description: string;
  side: 'left' | 'right';
  children: ReactNode;
};

const sides = {
  left: 'slide-in-left left-0 w-[min(20rem,88vw)] border-r',
  right: 'slide-in right-0 w-[min(34rem,100vw)] border-l',
};

/** A panel over the edge of the page: traps focus, closes with Escape, gives the focus back. */
export function Sheet({ open, onClose, title, mark, description, side, children }: Props) {
  const focusReturn = useFocusReturn();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-black/30" />
        <Dialog.Content
          {...focusReturn}
          onEscapeKeyDown={(event) => {
            // A field inside has its own use for it.
            if (document.activeElement?.matches('input')) event.preventDefault();
          }}
          className={`fixed inset-y-0 z-40 flex flex-col border-line bg-canvas shadow-float ${sides[side]}`}
        >
          <header className="flex items-center gap-3 border-b border-line px-4 py-3">
            {mark}
            <div className="min-w-0 flex-1">
              <Dialog.Title className="truncate font-semibold">{title}</Dialog.Title>
              <Dialog.Description className="truncate text-[0.8125rem] text-soft">
                {description}
              </Dialog.Description>
            </div>
            <Dialog.Close asChild>
              <IconButton aria-label="Close">
                <X size={18} aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
