import { type Member, mayAdminister, type Role } from 'functions/contracts';
import { useMemo, useState } from 'react';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { Monogram } from '../../../components/ui/monogram.tsx';
import { Page, Skeleton, Unreadable } from '../../../components/ui/page.tsx';
import { callProblem } from '../../../lib/call-problem.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { handOver, membersOf, remove, setRole } from '../data/members.ts';
import { Invitations } from './invitations.tsx';

const ROLE_NAMES: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };
const RANK: Record<Role, number> = { owner: 0, admin: 1, member: 2 };

type Props = { tenantId: string; uid: string; role: Role; company: string; onLeft: () => void };

/** Who belongs to a company, and as what. */
export function MembersPage({ tenantId, uid, role, company, onLeft }: Props) {
  const found = useSubscription(useMemo(() => membersOf(tenantId), [tenantId]));
  return (
    <Page
      title="Members"
      intro="Members chat. Admins also see and change settings, agents, connections, people and runs."
    >
      {found.status === 'loading' ? <Skeleton /> : null}
      {found.status === 'failed' ? <Unreadable what="The members" /> : null}
      {found.status === 'ready' ? (
        <ul aria-label="Members" className="space-y-2.5">
          {found.entries
            .toSorted((a, b) => rankOf(a) - rankOf(b))
            .map((entry) => (
              <li key={entry.id}>
                {entry.ok ? (
                  <Row {...{ tenantId, uid, role, company, onLeft }} member={entry} />
                ) : (
                  <BrokenRow error={entry.error} />
                )}
              </li>
            ))}
        </ul>
      ) : null}
      {mayAdminister(role) ? <Invitations tenantId={tenantId} /> : null}
    </Page>
  );
}

const rankOf = (entry: { readonly ok: boolean; readonly data?: Member }): number =>
  entry.data ? RANK[entry.data.role] : RANK.member;

type RowProps = Props & { member: Parsed<Member> };
type Asking = 'remove' | 'leave' | 'hand over' | 'make admin' | 'make member';

const ROLE_ASKED: Partial<Record<Asking, Role>> = { 'make admin': 'admin', 'make member': 'member' };

function Row({ tenantId, uid, role, company, onLeft, member: { id, data } }: RowProps) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const isMe = id === uid;
  const name = data.name || data.email || id;
  const mayChange = mayAdminister(role) && data.role !== 'owner';
  return (
    <div className="rounded-2xl border border-line bg-surface px-4 py-3 shadow-rest">
      <div className="flex flex-wrap items-center gap-3">
        <Monogram name={name} size={32} />
        <div className="min-w-0 flex-1 basis-44">
          <p className="font-semibold wrap-anywhere">
            {name}
            {isMe ? <span className="font-normal text-faint"> (you)</span> : null}
          </p>
          <p className="text-[0.8125rem] text-soft wrap-anywhere">{data.email}</p>
        </div>
        {mayChange ? (
          <select
            aria-label={`Role of ${name}`}
            value={(asking && ROLE_ASKED[asking]) ?? data.role}
            onChange={(event) => setAsking(event.target.value === 'admin' ? 'make admin' : 'make member')}
            className="min-h-8 rounded-full border border-line bg-surface px-3 text-[0.8125rem]"
          >
            <option value="member">Member</option>
            <option value="admin">Admin</option>
          </select>
        ) : (
          <span className="rounded-full bg-sunken px-2.5 py-0.5 text-[0.8125rem] text-soft">
            {ROLE_NAMES[data.role]}
          </span>
        )}
        <div className="flex flex-wrap gap-1.5">
          {role === 'owner' && !isMe ? (
            <Button aria-label={`Make owner: ${name}`} onClick={() => setAsking('hand over')}>
              Make owner
            </Button>
          ) : null}
          {mayChange && !isMe ? (
            <Button look="danger" aria-label={`Remove ${name}`} onClick={() => setAsking('remove')}>
              Remove
            </Button>
          ) : null}
          {isMe && role !== 'owner' ? (
            <Button look="danger" onClick={() => setAsking('leave')}>
              Leave
            </Button>
          ) : null}
        </div>
      </div>
      {asking ? (
        <Ask
          {...{ asking, tenantId, name, company, isMe, onLeft }}
          uid={id}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
}

type AskProps = {
  asking: Asking;
  tenantId: string;
  uid: string;
  name: string;
  company: string;
  isMe: boolean;
  onLeft: () => void;
  onClose: () => void;
};

function Ask({ asking, tenantId, uid, name, company, isMe, onLeft, onClose }: AskProps) {
  const common = { onClose, problemOf: callProblem };
  switch (asking) {
    case 'remove':
      return (
        <Confirm {...common} title={`Remove ${name}?`} verb="Remove" onConfirm={() => remove(tenantId, uid)}>
          Their chats in {company} are closed within seconds, and what runs in them ends. They can still read
          those chats. They can be invited again.
        </Confirm>
      );
    case 'leave':
      return (
        <Confirm
          {...common}
          title={`Leave ${company}?`}
          verb="Leave"
          onConfirm={async () => {
            await remove(tenantId, uid);
            onLeft();
          }}
        >
          Your chats there are closed, and what runs in them ends. You can still read them. To come back you
          need an invitation.
        </Confirm>
      );
    case 'hand over':
      return (
        <Confirm
          {...common}
          title={`Make ${name} the owner?`}
          verb="Hand it over"
          onConfirm={() => handOver(tenantId, uid)}
        >
          {company} has one owner. You become an admin, and only {name} can give it back.
        </Confirm>
      );
    case 'make admin':
      return (
        <Confirm
          {...common}
          title={`Make ${name} an admin?`}
          verb="Make admin"
          onConfirm={() => setRole(tenantId, uid, 'admin')}
        >
          In {company} they can then also see and change its settings, agents, connections, people and runs.
        </Confirm>
      );
    case 'make member':
      return (
        <Confirm
          {...common}
          title={isMe ? 'Be a member only?' : `Make ${name} a member only?`}
          verb="Make member"
          onConfirm={() => setRole(tenantId, uid, 'member')}
        >
          {isMe
            ? `In ${company} you can then only chat. Another admin can make you one again.`
            : `In ${company} they can then only chat.`}
        </Confirm>
      );
    default:
      return asking satisfies never;
  }
}
