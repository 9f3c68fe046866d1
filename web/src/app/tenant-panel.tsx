import {
  Building2,
  Check,
  KeyRound,
  Plus,
  ScrollText,
  Settings,
  ShieldUser,
  UserRound,
  Users,
  Wrench,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { type PanelProps, useFirstItem } from '../components/ui/lazy-menu.tsx';
import { menuItem, menuPanel } from '../components/ui/menu.ts';
import { isSuperAdmin } from '../features/auth/data/super-admin.ts';
import { Waiting } from './tenant-switch.tsx';
import { isAdminOf, tenancyIn, useMember } from './member.ts';

type Props = PanelProps & {
  /** By tenant: how much waits for the person there. */
  elsewhere: ReadonlyMap<string, number>;
  onNavigate: () => void;
  onNew: () => void;
};

const separator = 'my-1.5 h-px bg-line';

export function TenantPanel({ trigger, byKey, elsewhere, onNavigate, onNew }: Props) {
  const firstItem = useFirstItem(byKey);
  const { tenancies, tenantId, choose } = useMember();
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        ref={firstItem}
        side="bottom"
        align="start"
        sideOffset={6}
        className={`${menuPanel} max-h-[70dvh] w-64 overflow-y-auto`}
      >
        <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-xs text-faint">Work in</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={tenantId} onValueChange={choose}>
          {tenancies.map((one) => (
            <DropdownMenu.RadioItem key={one.tenantId} value={one.tenantId} asChild>
              <Link to="/" onClick={onNavigate} className={menuItem}>
                {one.plan === 'personal' ? (
                  <UserRound size={16} aria-hidden="true" className="shrink-0 text-faint" />
                ) : (
                  <Building2 size={16} aria-hidden="true" className="shrink-0 text-faint" />
                )}
                <span className="min-w-0 flex-1 truncate">
                  {one.plan === 'personal' ? 'Personal' : one.name}
                </span>
                {elsewhere.has(one.tenantId) ? (
                  <>
                    <Waiting count={elsewhere.get(one.tenantId) ?? 0} />
                    <span className="sr-only">{elsewhere.get(one.tenantId)} waiting for you</span>
                  </>
                ) : null}
                <DropdownMenu.ItemIndicator>
                  <Check size={15} aria-hidden="true" className="text-accent" />
                </DropdownMenu.ItemIndicator>
              </Link>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Item className={menuItem} onSelect={onNew}>
          <Plus size={16} aria-hidden="true" className="text-faint" />
          New company
        </DropdownMenu.Item>
        <DropdownMenu.Separator className={separator} />
        <OfThisOne onNavigate={onNavigate} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

const PAGES = [
  { path: 'agents', name: 'Agents', Icon: Wrench, forAll: false },
  { path: 'connections', name: 'Connections', Icon: KeyRound, forAll: false },
  { path: 'members', name: 'Members', Icon: Users, forAll: true },
  { path: 'runs', name: 'Runs', Icon: ScrollText, forAll: false },
  { path: 'settings', name: 'Settings', Icon: Settings, forAll: false },
] as const;

/** What can be looked at and changed of the tenant that the person works in. */
function OfThisOne({ onNavigate }: { onNavigate: () => void }) {
  const member = useMember();
  const { tenantId } = member;
  const isAdmin = isAdminOf(member, tenantId);
  const isPersonal = tenancyIn(member, tenantId)?.plan !== 'company';
  const superAdmin = useSuperAdmin();
  return (
    <>
      {PAGES.filter(({ path, forAll }) => (isAdmin || forAll) && !(isPersonal && path === 'members')).map(
        ({ path, name, Icon }) => (
          <DropdownMenu.Item key={path} asChild>
            <Link to={`/company/${tenantId}/${path}`} onClick={onNavigate} className={menuItem}>
              <Icon size={16} aria-hidden="true" className="text-faint" />
              {name}
            </Link>
          </DropdownMenu.Item>
        ),
      )}
      {superAdmin ? (
        <>
          <DropdownMenu.Separator className={separator} />
          <DropdownMenu.Item asChild>
            <Link to="/admin" onClick={onNavigate} className={menuItem}>
              <ShieldUser size={16} aria-hidden="true" className="text-faint" />
              Models of this deployment
            </Link>
          </DropdownMenu.Item>
        </>
      ) : null}
    </>
  );
}

function useSuperAdmin(): boolean {
  const [is, setIs] = useState(false);
  useEffect(() => {
    let current = true;
    isSuperAdmin().then(
      (found) => current && setIs(found),
      (error: unknown) => console.warn('the claims could not be read', error),
    );
    return () => {
      current = false;
    };
  }, []);
  return is;
}
