import { mayAdminister } from 'functions/contracts';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Navigate, Route, Routes, useLocation, useNavigate, useParams } from 'react-router';
import { Empty, Page, Skeleton } from '../../components/ui/page.tsx';
import { newId } from '../../features/agents/data/agents.ts';
import type { Tenancy } from '../../features/tenants/data/tenancies.ts';
import { tenancyIn, useMember } from '../member.ts';
import { NotFound } from '../not-found.tsx';
import { CompanyHeader, CompanyTabs } from './company-header.tsx';
import { Trying } from './trying.tsx';

// Each page is loaded when it is opened.
const AgentsPage = lazy(async () => {
  const { AgentsPage } = await import('../../features/agents/components/agents-page.tsx');
  return { default: AgentsPage };
});
const AgentPage = lazy(async () => {
  const { AgentPage } = await import('../../features/agents/components/agent-page.tsx');
  return { default: AgentPage };
});
const ConnectionsPage = lazy(async () => {
  const { ConnectionsPage } = await import('../../features/connections/components/connections-page.tsx');
  return { default: ConnectionsPage };
});
const ConnectionPage = lazy(async () => {
  const { ConnectionPage } = await import('../../features/connections/components/connection-page.tsx');
  return { default: ConnectionPage };
});
const MembersPage = lazy(async () => {
  const { MembersPage } = await import('../../features/tenants/components/members-page.tsx');
  return { default: MembersPage };
});
const RunsPage = lazy(async () => {
  const { RunsPage } = await import('../../features/runs/components/runs-page.tsx');
  return { default: RunsPage };
});
const RunPage = lazy(async () => {
  const { RunPage } = await import('../../features/runs/components/run-page.tsx');
  return { default: RunPage };
});
const SettingsPage = lazy(async () => {
  const { SettingsPage } = await import('../../features/settings/components/settings-page.tsx');
  return { default: SettingsPage };
});

/** Everything about one tenant: its agents, connections, people, runs and settings. */
export default function Company() {
  const { tenantId = '' } = useParams();
  const member = useMember();
  const { choose, known, personalId } = member;
  const tenancy = tenancyIn(member, tenantId);
  const belongs = tenancy !== undefined;
  useEffect(() => {
    if (belongs) choose(tenantId);
  }, [belongs, choose, tenantId]);
  if (!tenancy) {
    return (
      <>
        <CompanyHeader title="Company" />
        <main id="main" className="min-h-0 flex-1 overflow-y-auto">
          <Page title={known ? 'You do not belong to this company' : 'Company'}>
            {known ? (
              <p className="text-soft">
                Ask an admin there for an invitation, or check who you are signed in as.
              </p>
            ) : (
              <Skeleton />
            )}
          </Page>
        </main>
      </>
    );
  }
  const isPersonal = tenantId === personalId;
  return (
    <>
      <CompanyHeader title={isPersonal ? 'Personal' : tenancy.name}>
        <CompanyTabs tabs={tabsOf(tenancy)} />
      </CompanyHeader>
      <main id="main" className="min-h-0 flex-1 overflow-y-auto">
        <Suspense
          fallback={
            <Page title="">
              <Skeleton />
            </Page>
          }
        >
          <Pages key={tenantId} tenancy={tenancy} />
        </Suspense>
      </main>
    </>
  );
}

function tabsOf({ tenantId, role, plan }: Tenancy) {
  const to = (path: string, name: string) => ({ to: `/company/${tenantId}/${path}`, name });
  const people = plan === 'personal' ? [] : [to('members', 'Members')];
  if (!mayAdminister(role)) return people;
  return [
    to('agents', 'Agents'),
    to('connections', 'Connections'),
    ...people,
    to('runs', 'Runs'),
    to('settings', 'Settings'),
  ];
}

function Pages({ tenancy: { tenantId, role, name } }: { tenancy: Tenancy }) {
  const { person, choose, personalId } = useMember();
  const navigate = useNavigate();
  const isAdmin = mayAdminister(role);
  const forAdmins = (page: ReactNode) => (isAdmin ? page : <AdminsOnly />);
  const left = () => {
    choose(personalId);
    void navigate('/', { replace: true });
  };
  return (
    <Routes>
      <Route index element={<Navigate to={isAdmin ? 'agents' : 'members'} replace />} />
      <Route path="agents" element={forAdmins(<AgentsPage tenantId={tenantId} />)} />
      <Route path="agents/new" element={forAdmins(<NewAgent tenantId={tenantId} />)} />
      <Route path="agents/:id" element={forAdmins(<OneAgent tenantId={tenantId} />)} />
      <Route path="connections" element={forAdmins(<ConnectionsPage tenantId={tenantId} />)} />
      <Route
        path="connections/new"
        element={forAdmins(<ConnectionPage key="new" tenantId={tenantId} credentialId={null} />)}
      />
      <Route path="connections/:id" element={forAdmins(<OneConnection tenantId={tenantId} />)} />
      <Route
        path="members"
        element={
          <MembersPage tenantId={tenantId} uid={person.uid} role={role} company={name} onLeft={left} />
        }
      />
      <Route path="runs" element={forAdmins(<RunsPage tenantId={tenantId} />)} />
      <Route path="runs/:id" element={forAdmins(<OneRun tenantId={tenantId} />)} />
      <Route path="settings" element={forAdmins(<SettingsPage tenantId={tenantId} />)} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

const useId = (): string => useParams()['id'] ?? '';

/** A new agent has its address from the start, so that its page stays the same when it is saved. */
function NewAgent({ tenantId }: { tenantId: string }) {
  const [id] = useState(newId);
  return <Navigate to={`/company/${tenantId}/agents/${id}`} state={MADE_HERE} replace />;
}

const MADE_HERE = 'made here';

function OneAgent({ tenantId }: { tenantId: string }) {
  const id = useId();
  const isNew = useLocation().state === MADE_HERE;
  return <AgentPage key={id} tenantId={tenantId} agentId={id} isNew={isNew} Trying={Trying} />;
}

function OneConnection({ tenantId }: { tenantId: string }) {
  const id = useId();
  return <ConnectionPage key={id} tenantId={tenantId} credentialId={id} />;
}

function OneRun({ tenantId }: { tenantId: string }) {
  const id = useId();
  return <RunPage key={id} tenantId={tenantId} runId={id} />;
}

function AdminsOnly() {
  return (
    <Page title="For admins">
      <Empty title="Only admins of this company see this">
        Ask one of them: who they are stands under Members.
      </Empty>
    </Page>
  );
}
