import { lazy } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import type { Person } from '../features/auth/data/session.ts';
import { ChatPage } from './chat-page.tsx';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';
import { TenantGate } from './tenant-gate.tsx';

const Company = lazy(() => import('./company/company.tsx'));
const Admin = lazy(() => import('./company/admin.tsx'));
const JoinPage = lazy(() => import('./company/join-page.tsx'));

/** Everything behind the sign-in; loaded after it. */
export default function SignedIn({ person }: { person: Person }) {
  return (
    <TenantGate person={person}>
      <BrowserRouter>
        <Routes>
          <Route element={<Shell />}>
            <Route index element={<ChatPage />} />
            <Route path="chat/:chatId" element={<ChatPage />} />
            <Route path="company/:tenantId/*" element={<Company />} />
            <Route path="join/:tenantId/:invitationId" element={<JoinPage />} />
            <Route path="admin" element={<Admin />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </TenantGate>
  );
}
