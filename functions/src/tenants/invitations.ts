import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  AppError,
  SCHEMA_VERSION,
  invitation,
  invitationPath,
  limits,
  mayAdminister,
  paths,
  type Invitation,
  type Member,
  type OutgoingMail,
  type Tenant,
} from '../contracts/index.ts';
import { create, read, update, type Draft, type Read } from '../store/documents.ts';
import { SERVER_TIME, type Store, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { counted, entryOf, tenantOf, type Person } from './companies.ts';
import { authorise, memberOf, settle, unchanged } from './membership.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One for each address and tenant: who is invited again gets another secret, and the link before opens nothing. */
const invitationIdOf = (tenantId: string, email: string): string =>
  `i-${hashOf(`${tenantId} ${email}`).slice(0, 40)}`;

type Invited = { readonly invitationId: string; readonly secret: string };

/**
 * Asks somebody to join a company; admins only. The secret of the link is given here and in the e-mail, and kept
 * nowhere. `appUrl` is where the page is.
 * @throws AppError `conflict` where the address is a member's; `not_allowed` in somebody's own space; `too_many`
 */
export async function inviteMember(
  store: Store,
  now: number,
  appUrl: string,
  uid: string,
  asked: { readonly tenantId: string; readonly email: string; readonly role: Invitation['role'] },
): Promise<Invited> {
  const { tenantId, email, role } = asked;
  const secret = randomBytes(32).toString('base64url');
  return settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    const found = await tenantOf(store, tenantId);
    const company = found.value;
    if (company.plan === 'personal')
      throw new AppError('not_allowed', 'It is personal', { words: OWN_SPACE });
    const [known] = await store.query(queries.membersWithEmail(tenantId, email));
    if (known) throw new AppError('conflict', `${known.path} has that address`, { words: KNOWN });
    const invitationId = invitationIdOf(tenantId, email);
    await requireRoom(store, tenantId, invitationId);
    const before = await read(store, paths.invitations.one(tenantId, invitationId), invitation);
    const sends = await requireRest(store, now, tenantId, before);
    const link = `${appUrl}${invitationPath({ tenantId, invitationId, secret })}`;
    return {
      acting,
      writes: [
        counted(found),
        inPlaceOf(before, paths.invitations.one(tenantId, invitationId), {
          schemaVersion: SCHEMA_VERSION,
          email,
          role,
          status: 'open',
          invitedBy: uid,
          secretHash: hashOf(secret),
          sends,
          createdAt: SERVER_TIME,
          expiresAt: now + limits.invitationMs,
        }),
        create<OutgoingMail>(
          paths.outgoingMail.one(`${invitationId}-${hashOf(secret).slice(0, 20)}`),
          emailOf(email, company, acting.member.value, link),
        ),
      ],
      result: { invitationId, secret },
    };
  });
}

/** Of two that invite the same address at once, one finds the other's. */
const inPlaceOf = (before: Read<Invitation> | null, path: string, invited: Draft<Invitation>): Write =>
  before ? update<Invitation>(path, invited, before.version) : create<Invitation>(path, invited);

const DAY_MS = 24 * 3_600_000;

/**
 * One company cannot send any number of e-mails: not to one address, and not in a day, whatever becomes of the invitations.
 * Gives how many the address has had with this one.
 */
async function requireRest(
  store: Store,
  now: number,
  tenantId: string,
  before: Read<Invitation> | null,
): Promise<number> {
  const { createdAt = 0, sends = 0, status = 'open' } = before?.value ?? {};
  // Who has joined by it has had what they were to have.
  if (before && status !== 'accepted' && createdAt > now - limits.invitedAgainMs)
    throw new AppError('too_many', `${before.path} is of a moment ago`, { words: A_MOMENT_AGO });
  const sent = await store.query(queries.invitationsSince(tenantId, now - DAY_MS));
  const counted = invitation.shape.sends.catch(1);
  const sum = sent.reduce((all, { data }) => all + counted.parse(data['sends']), 0);
  if (sum >= limits.invitationsPerDay)
    throw new AppError('too_many', `${tenantId} has sent ${sum} e-mails today`, { words: ENOUGH });
  return createdAt > now - DAY_MS ? sends + 1 : 1;
}

const A_MOMENT_AGO = `An e-mail has just gone to that address. Pass on its link, or invite again in ${limits.invitedAgainMs / 60_000} minutes.`;
const ENOUGH = `This company has sent ${limits.invitationsPerDay} invitations in a day, which is the most. Invite again tomorrow.`;

/** So many may wait at once. */
async function requireRoom(store: Store, tenantId: string, invitationId: string): Promise<void> {
  const there = await store.query(queries.openInvitations(tenantId));
  const isAgain = there.some(({ id }) => id === invitationId);
  if (there.length === limits.openInvitations && !isAgain)
    throw new AppError('too_many', `${tenantId} has ${there.length} open invitations`, { words: WAITING });
}

const WAITING = `There are ${limits.openInvitations} invitations that nobody has accepted yet. Take some back first.`;
const KNOWN = 'Somebody with that address is a member already.';
const OWN_SPACE = 'This space is your own. Make a company to work with others.';

function emailOf(email: string, { name }: Tenant, inviter: Member, link: string): OutgoingMail {
  const company = inOneLine(name);
  const days = limits.invitationMs / 86_400_000;
  const who = inOneLine(inviter.name) || 'An admin';
  return {
    to: [email],
    message: {
      subject: `Join ${company} on Mother`,
      text: [
        `${who} asks you to join ${company} on Mother.`,
        `Open this link, and sign in with this e-mail address:\n${link}`,
        `It is valid for ${days} days. If you did not expect it, there is nothing to do.`,
      ].join('\n\n'),
    },
  };
}

const inOneLine = (text: string): string => text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();

/** Takes an invitation back; admins only. Again, or after it has run out, it changes nothing. */
export const revokeInvitation = (
  store: Store,
  uid: string,
  tenantId: string,
  invitationId: string,
): Promise<void> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    const found = await read(store, paths.invitations.one(tenantId, invitationId), invitation);
    if (!found) throw new AppError('not_found', `${invitationId} does not exist`);
    if (found.value.status === 'accepted')
      throw new AppError('conflict', `${found.path} was accepted`, { words: KNOWN });
    const writes =
      found.value.status === 'open'
        ? [update<Invitation>(found.path, { status: 'revoked' }, found.version)]
        : [];
    return { acting, writes, result: undefined };
  });

/**
 * Joins a company. `person.email` is the confirmed address, empty where there is none. Who has joined by it already gets
 * the same again. Whoever invited has to be an admin still.
 * @throws AppError `invitation_invalid`, `email_unverified`
 */
export async function acceptInvitation(
  store: Store,
  now: number,
  person: Person,
  { tenantId, invitationId, secret }: Invited & { readonly tenantId: string },
): Promise<{ readonly tenantId: string; readonly name: string }> {
  return settle(store, async () => {
    const found = await openedBy(store, tenantId, invitationId, secret);
    if (person.email === '') throw new AppError('email_unverified', 'The address is not confirmed');
    if (person.email !== found.value.email)
      throw new AppError('invitation_invalid', `${found.path} is for another address`, { words: ANOTHER });
    const { value: company } = await tenantOf(store, tenantId);
    const result = { tenantId, name: company.name };
    const member = await memberOf(store, tenantId, person.uid);
    const { status, expiresAt } = found.value;
    if (status === 'accepted' && member) return { writes: [], result };
    if (status !== 'open' || expiresAt <= now)
      throw new AppError('invitation_invalid', `${found.path} is ${status}, until ${expiresAt}`);
    const accepted = update<Invitation>(found.path, { status: 'accepted' }, found.version);
    if (member) return { writes: [accepted], result };
    return { writes: [accepted, ...(await joining(store, tenantId, person, found))], result };
  });
}

const ANOTHER =
  'This invitation is for another e-mail address. Sign in with that one, then open the link again.';

/** The invitation that a secret opens. Whether there is none, or another secret opens it, is not told. */
async function openedBy(
  store: Store,
  tenantId: string,
  invitationId: string,
  secret: string,
): Promise<Read<Invitation>> {
  const found = await read(store, paths.invitations.one(tenantId, invitationId), invitation);
  const given = Buffer.from(hashOf(secret));
  const kept = Buffer.from(found?.value.secretHash ?? '');
  if (!found || given.length !== kept.length || !timingSafeEqual(given, kept))
    throw new AppError('invitation_invalid', `Nothing of ${tenantId} is opened by that`);
  return found;
}

async function joining(
  store: Store,
  tenantId: string,
  person: Person,
  { path, value: { invitedBy, role } }: Read<Invitation>,
): Promise<Write[]> {
  const inviter = await memberOf(store, tenantId, invitedBy);
  if (!inviter || !mayAdminister(inviter.value.role))
    throw new AppError('invitation_invalid', `Who made ${path} is no admin any more`);
  return [unchanged(inviter), create<Member>(paths.members.one(tenantId, person.uid), entryOf(person, role))];
}
