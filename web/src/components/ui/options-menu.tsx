import { Ellipsis } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { onDemand } from '../../lib/on-demand.ts';
import { IconButton } from './icon-button.tsx';
import { LazyMenu } from './lazy-menu.tsx';

export type Option = {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onSelect: () => void;
  readonly isDangerous?: boolean;
  /** The keys that do the same. */
  readonly keys?: readonly string[];
};

export type OptionsPanelProps = {
  /** With a line between two groups. */
  groups: readonly (readonly Option[])[];
  /** What opens out of the menu opens after it has given the focus back: then it knows whom to give it back to. */
  onCloseAutoFocus?: (() => void) | undefined;
};

const Panel = onDemand(async () => (await import('./options-panel.tsx')).OptionsPanel);

type Props = OptionsPanelProps & {
  name: string;
  trigger?: Ref<HTMLButtonElement>;
  className?: string | undefined;
};

/** A menu behind three dots. */
export function OptionsMenu({ name, trigger, className, ...of }: Props) {
  return (
    <LazyMenu
      Panel={Panel}
      of={of}
      trigger={
        <IconButton ref={trigger} aria-label={name} title="Options" className={className}>
          <Ellipsis size={17} aria-hidden="true" />
        </IconButton>
      }
    />
  );
}
