import { Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { useTitle } from '../../lib/title.ts';
import { useDrawer } from '../drawer.ts';

type Props = { title: string; children?: ReactNode };

/** The top of a page beside the chats. */
export function CompanyHeader({ title, children }: Props) {
  const { open } = useDrawer();
  useTitle(title);
  return (
    <header className="border-b border-line">
      <div className="flex min-h-14 items-center gap-2 px-3 sm:px-5">
        <IconButton aria-label="Open the chat list" onClick={open} className="md:hidden">
          <Menu size={20} aria-hidden="true" />
        </IconButton>
        <h1 className="min-w-0 flex-1 truncate font-semibold tracking-[-0.01em]">{title}</h1>
      </div>
      {children}
    </header>
  );
}

type Tab = { readonly to: string; readonly name: string };

export function CompanyTabs({ tabs }: { tabs: readonly Tab[] }) {
  return (
    <nav aria-label="Of this company" className="-mt-1 overflow-x-auto px-3 sm:px-5">
      <ul className="flex gap-1">
        {tabs.map(({ to, name }) => (
          <li key={to}>
            <NavLink
              to={to}
              className="inline-flex min-h-10 items-center border-b-2 border-transparent px-2.5 text-sm whitespace-nowrap text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
