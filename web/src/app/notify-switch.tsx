import { Bell } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useId } from 'react';
import { menuItem } from '../components/ui/menu.ts';
import { useSay } from '../features/chat/components/use-announcer.ts';
import { type Notifying, notifying, switchNotifying } from '../lib/notifications.ts';
import { useSubscription } from '../lib/subscription/source.ts';

const words: Record<Notifying, string> = {
  off: 'When an agent needs you or is done, and you are elsewhere.',
  on: 'When an agent needs you or is done, and you are elsewhere.',
  denied:
    'The browser blocks notifications of this site. Allow them in the site settings, beside the address, then switch this on.',
  unsupported: 'This browser shows no notifications.',
};

/** Notifications are for those who ask for them. */
export function NotifySwitch() {
  const now = useSubscription(notifying);
  const say = useSay();
  const hintId = useId();
  const change = async (on: boolean) => {
    const next = await switchNotifying(on);
    say(next === 'on' || next === 'off' ? `Notifications are ${next}` : words[next]);
  };
  return (
    <DropdownMenu.CheckboxItem
      checked={now === 'on'}
      aria-label="Notify me"
      aria-describedby={hintId}
      onCheckedChange={(on) => void change(on)}
      // It stays open: what becomes of it is said right here.
      onSelect={(event) => event.preventDefault()}
      className={`${menuItem} group items-start py-2`}
    >
      <Bell size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-faint" />
      <span className="min-w-0 flex-1">
        Notify me
        <span
          id={hintId}
          className={`block text-xs leading-snug ${now === 'denied' || now === 'unsupported' ? 'text-danger-ink' : 'text-soft'}`}
        >
          {words[now]}
        </span>
      </span>
      <span
        aria-hidden="true"
        className="mt-0.5 flex h-5 w-8 shrink-0 rounded-full border border-line-strong bg-sunken p-0.5 group-data-[state=checked]:justify-end group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent"
      >
        <span className="aspect-square h-full rounded-full bg-soft group-data-[state=checked]:bg-accent-ink" />
      </span>
    </DropdownMenu.CheckboxItem>
  );
}
