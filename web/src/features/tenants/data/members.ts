import {
  acceptInvitation,
  changeRole,
  type Invitation,
  invitation,
  inviteMember,
  type Member,
  member,
  paths,
  removeMember,
  revokeInvitation,
  transferOwnership,
} from 'functions/contracts';
import { collection, limit, query, where } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { call } from '../../../lib/firebase/functions.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

const MOST = 500;

export const membersOf = (tenantId: string): Source<Listing<Member>> =>
  listing(query(collection(db(), paths.members.all(tenantId)), limit(MOST)), member);

/** Invitations that nobody has accepted or taken back. */
export const openInvitationsOf = (tenantId: string): Source<Listing<Invitation>> =>
  listing(
    query(collection(db(), paths.invitations.all(tenantId)), where('status', '==', 'open'), limit(MOST)),
    invitation,
  );

type InvitedRole = 'admin' | 'member';

/** Gives the link to join by, which is kept nowhere. */
export async function invite(tenantId: string, email: string, role: InvitedRole): Promise<string> {
  const { invitationId, secret } = await call(inviteMember, { tenantId, email, role });
  return `${window.location.origin}/join/${tenantId}/${invitationId}#${secret}`;
}

export async function revoke(tenantId: string, invitationId: string): Promise<void> {
  await call(revokeInvitation, { tenantId, invitationId });
}

export async function setRole(tenantId: string, uid: string, role: InvitedRole): Promise<void> {
  await call(changeRole, { tenantId, uid, role });
}

/** Somebody else, or oneself: then it is leaving. */
export async function remove(tenantId: string, uid: string): Promise<void> {
  await call(removeMember, { tenantId, uid });
}

export async function handOver(tenantId: string, uid: string): Promise<void> {
  await call(transferOwnership, { tenantId, uid });
}

/** Joins by a link; gives the company's name. */
export const join = (tenantId: string, invitationId: string, secret: string) =>
  call(acceptInvitation, { tenantId, invitationId, secret });
