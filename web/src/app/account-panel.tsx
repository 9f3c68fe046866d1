import { LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type PanelProps, useFirstItem } from '../components/ui/lazy-menu.tsx';
import { menuItem, menuPanel } from '../components/ui/menu.ts';
import { signOut } from '../features/auth/data/sign-in.ts';
import { leave } from '../lib/leave.ts';
import { useSubscription } from '../lib/subscription/source.ts';
import { chooseTheme, type Theme, theme, themes } from '../lib/theme.ts';
import { NotifySwitch } from './notify-switch.tsx';

const names: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };
const icons = { system: Monitor, light: Sun, dark: Moon };

export function AccountPanel({ trigger, byKey }: PanelProps) {
  const firstItem = useFirstItem(byKey);
  const chosen = useSubscription(theme);
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        ref={firstItem}
        side="top"
        align="start"
        sideOffset={6}
        className={`${menuPanel} w-60`}
      >
        <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-xs text-faint">Theme</DropdownMenu.Label>
        <DropdownMenu.RadioGroup
          value={chosen}
          onValueChange={(value) => chooseTheme(themes.find((one) => one === value) ?? 'system')}
        >
          {themes.map((one) => {
            const Icon = icons[one];
            return (
              <DropdownMenu.RadioItem
                key={one}
                value={one}
                className={`${menuItem} data-[state=checked]:font-semibold`}
              >
                <Icon size={16} aria-hidden="true" className="text-faint" />
                {names[one]}
                <DropdownMenu.ItemIndicator className="ml-auto size-2 rounded-full bg-accent" />
              </DropdownMenu.RadioItem>
            );
          })}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
        <NotifySwitch />
        <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
        <DropdownMenu.Item className={menuItem} onSelect={() => leave(() => void signOut())}>
          <LogOut size={16} aria-hidden="true" className="text-faint" />
          Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
