import { Suspense, useCallback, useMemo, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { MotherMark } from '../components/ui/mother-mark.tsx';
import { ChatList } from '../features/chat/components/chat-list.tsx';
import { ManagingContext } from '../features/chat/components/managing.ts';
import { StatusRegion } from '../features/chat/components/status-region.tsx';
import { SayContext, useAnnouncer } from '../features/chat/components/use-announcer.ts';
import { onDemand, useAllPartsWhenIdle } from '../lib/on-demand.ts';
import { AccountMenu } from './account-menu.tsx';
import { ChangesContext } from './changes.ts';
import { ChatsContext } from './chats.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { DrawerContext } from './drawer.ts';
import { useMember } from './member.ts';
import { NoticeBars } from './notice-bars.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { useCallingBack } from './use-calling-back.ts';
import { TenantSwitch } from './tenant-switch.tsx';
import { listedHere, useChatList } from './use-chats.ts';
import { useManagedChats } from './use-managed-chats.ts';
import { useUnsent } from './use-unsent.ts';

const Sheet = onDemand(async () => (await import('../components/ui/sheet.tsx')).Sheet);

/** The frame of every page: the chat list at the side, or in a drawer on a phone, and the page itself. */
export function Shell() {
  const member = useMember();
  const { person } = member;
  const { pathname } = useLocation();
  const [drawerOpen, setDrawerOpen] = useState(false);
  const drawer = useMemo(() => ({ open: () => setDrawerOpen(true) }), []);
  const close = useCallback(() => setDrawerOpen(false), []);
  const { said, say } = useAnnouncer();
  const { managing, changes, notices, closeNotice } = useManagedChats(say, close);
  const { chats, older, showOlder } = useChatList(changes);
  const listed = useMemo(() => listedHere(chats, member), [chats, member]);
  const chatList = { chats: listed, older, onOlder: showOlder, onNavigate: close };
  useCallingBack(person.uid, chats);
  useAllPartsWhenIdle();
  useUnsent(person.uid, say);
  return (
    <SayContext value={say}>
      <ChangesContext value={changes}>
        <ManagingContext value={managing}>
          <ChatsContext value={chats}>
            <DrawerContext value={drawer}>
              <a
                href="#main"
                className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-full focus:bg-accent focus:px-4 focus:py-2 focus:text-accent-ink"
              >
                Skip to the conversation
              </a>
              <div className="flex h-dvh">
                <aside
                  aria-label="Chats and account"
                  className="hidden w-[17rem] shrink-0 flex-col border-r border-line md:flex"
                >
                  <p className="flex items-center gap-2.5 px-5 pt-4 pb-3 font-semibold tracking-[-0.01em]">
                    <MotherMark />
                    Mother
                  </p>
                  <TenantSwitch onNavigate={close} />
                  <ChatList {...chatList} />
                  <AccountMenu />
                </aside>
                <div className="flex min-w-0 flex-1 flex-col">
                  <ConnectionBanner live={chats.status !== 'ready' || chats.live} />
                  <NoticeBars notices={notices} onClose={closeNotice} />
                  <PageBoundary path={pathname}>
                    <Suspense fallback={null}>
                      <Outlet />
                    </Suspense>
                  </PageBoundary>
                </div>
              </div>
              <Sheet
                wanted={drawerOpen}
                of={{
                  open: drawerOpen,
                  onClose: close,
                  side: 'left',
                  title: 'Chats',
                  description: person.email,
                  mark: <MotherMark />,
                  children: (
                    <div className="flex min-h-0 flex-1 flex-col pt-3">
                      <TenantSwitch onNavigate={close} />
                      <ChatList {...chatList} />
                      <AccountMenu />
                    </div>
                  ),
                }}
              />
              <StatusRegion said={said} />
            </DrawerContext>
          </ChatsContext>
        </ManagingContext>
      </ChangesContext>
    </SayContext>
  );
}
