import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode, Ref } from 'react';
import { IconButton } from './icon-button.tsx';
import { menuItem, menuPanel } from './menu.ts';

type Props = {
  name: string;
  trigger?: Ref<HTMLButtonElement>;
  className?: string;
  wide?: boolean;
  /** What opens out of the menu opens after it has given the focus back: then it knows whom to give it back to. */
  onCloseAutoFocus?: () => void;
  children: ReactNode;
};

/** A menu behind three dots. */
export function OptionsMenu({ name, trigger, className, wide = false, onCloseAutoFocus, children }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton ref={trigger} aria-label={name} title="Options" className={className}>
          <Ellipsis size={17} aria-hidden="true" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={4}
        collisionPadding={12}
        onCloseAutoFocus={onCloseAutoFocus}
        className={`${menuPanel} ${wide ? 'w-60' : 'w-44'}`}
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

type ItemProps = ComponentProps<typeof DropdownMenu.Item> & { icon: ReactNode };

export function OptionsItem({ icon, children, className = '', ...rest }: ItemProps) {
  return (
    <DropdownMenu.Item className={`${menuItem} ${className}`} {...rest}>
      <span aria-hidden="true" className={className === '' ? 'text-faint' : ''}>
        {icon}
      </span>
      {children}
    </DropdownMenu.Item>
  );
}

export const OptionsLine = () => <DropdownMenu.Separator className="my-1.5 h-px bg-line" />;
