import { DropdownMenu } from 'radix-ui';
import { Fragment } from 'react';
import { Keys } from './keys.tsx';
import { type PanelProps, useFirstItem } from './lazy-menu.tsx';
import { menuItem, menuPanel } from './menu.ts';
import type { Option, OptionsPanelProps } from './options-menu.tsx';

export function OptionsPanel({ groups, onCloseAutoFocus, trigger, byKey }: OptionsPanelProps & PanelProps) {
  const firstItem = useFirstItem(byKey);
  const hasKeys = groups.some((group) => group.some(({ keys }) => keys));
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        ref={firstItem}
        align="end"
        sideOffset={4}
        collisionPadding={12}
        onCloseAutoFocus={onCloseAutoFocus}
        className={`${menuPanel} ${hasKeys ? 'w-60' : 'w-44'}`}
      >
        {groups.map((group, index) => (
          <Fragment key={group[0]?.label}>
            {index === 0 ? null : <DropdownMenu.Separator className="my-1.5 h-px bg-line" />}
            {group.map((option) => (
              <Item key={option.label} option={option} />
            ))}
          </Fragment>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Item({ option: { label, icon, onSelect, isDangerous = false, keys } }: { option: Option }) {
  return (
    <DropdownMenu.Item className={`${menuItem} ${isDangerous ? 'text-danger-ink' : ''}`} onSelect={onSelect}>
      <span aria-hidden="true" className={isDangerous ? '' : 'text-faint'}>
        {icon}
      </span>
      {label}
      {keys ? (
        <span className="ml-auto">
          <Keys keys={keys} />
        </span>
      ) : null}
    </DropdownMenu.Item>
  );
}
