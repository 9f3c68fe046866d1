import { beforeEach, describe, expect, it } from 'vitest';
import { invitationPath, limits, outgoingMail, paths } from '../../src/contracts/index.ts';
import type { Person } from '../../src/tenants/companies.ts';
import { createPersonalTenant } from '../../src/tenants/create-personal-tenant.ts';
import { acceptInvitation, inviteMember, revokeInvitation } from '../../src/tenants/invitations.ts';
import { changeRole, removeMember } from '../../src/tenants/members.ts';
import { aCompany, databases, outcome, outcomes, roleOf, somebody } from '../support/company.ts';
import type { ObservedStore } from '../support/observed-store.ts';

const APP = 'https://mother.example.com';

describe.each(databases)('invitations on %s', (_, open) => {
  let store: ObservedStore;
  let acme: Awaited<ReturnType<typeof aCompany>>;
  let ina: Person;
  beforeEach(async () => {
    store = await open();
    acme = await aCompany(store);
    ina = somebody('Ina');
  });

  const invite = (email: string, by = acme.admin, role: 'admin' | 'member' = 'member', now = Date.now()) =>
    inviteMember(store, now, APP, by.uid, { tenantId: acme.tenantId, email, role });
  /** As soon as the same address may be invited again. */
  const inviteAgain = (email: string, by = acme.admin, role: 'admin' | 'member' = 'member') =>
    invite(email, by, role, Date.now() + limits.invitedAgainMs + 1_000);
  type Link = Awaited<ReturnType<typeof invite>>;
  const accept = (link: Link, person: Person, now = Date.now()) =>
    acceptInvitation(store, now, person, { tenantId: acme.tenantId, ...link });
  const revoke = ({ invitationId }: Link, by = acme.admin) =>
    revokeInvitation(store, by.uid, acme.tenantId, invitationId);
  const stored = async ({ invitationId }: Link) =>
    (await store.get(paths.invitations.one(acme.tenantId, invitationId)))?.data;
  const mails = async (email: string) =>
    (await store.query({ collection: 'mail', where: [], limit: 10_000 }))
      .map(({ data }) => outgoingMail.parse(data))
      .filter(({ to }) => to.includes(email));

  it('invited -> the secret is in the link and in the e-mail, and stored nowhere', async () => {
    const link = await invite(ina.email);
    expect(Buffer.from(link.secret, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(await stored(link))).not.toContain(link.secret);
    const [mail, ...more] = await mails(ina.email);
    expect(more).toEqual([]);
    expect(mail?.message.subject).toBe('Join Acme on Mother');
    expect(mail?.message.text).toContain(`${APP}${invitationPath({ tenantId: acme.tenantId, ...link })}\n`);
    expect(mail?.message.text).toContain('Adam');
  });

  it('accepted, twice at once and later -> a member with that role, the same each time', async () => {
    const link = await invite(ina.email, acme.admin, 'admin');
    const joined = { tenantId: acme.tenantId, name: 'Acme' };
    expect(await Promise.all([accept(link, ina), accept(link, ina)])).toEqual([joined, joined]);
    expect(await accept(link, ina)).toEqual(joined);
    expect(await roleOf(store, acme.tenantId, ina)).toBe('admin');
    expect(await stored(link)).toMatchObject({ status: 'accepted' });
    const entry = (await store.get(paths.members.one(acme.tenantId, ina.uid)))?.data;
    expect(entry).toMatchObject({ name: 'Ina', email: ina.email, uid: ina.uid });
  });

  it('two people with one link at once -> only who has the address, and once only', async () => {
    const link = await invite(ina.email);
    const eve = somebody('Eve');
    const twin = { ...somebody('Twin'), email: ina.email };
    expect(await outcomes([accept(link, eve), accept(link, ina)])).toEqual(['invitation_invalid', 'ok']);
    expect(await outcome(accept(link, twin))).toBe('invitation_invalid');
    expect(await roleOf(store, acme.tenantId, eve)).toBeNull();
    expect(await roleOf(store, acme.tenantId, twin)).toBeNull();
  });

  it('two accounts with the address at once -> one of them joins', async () => {
    const link = await invite(ina.email);
    const twin = { ...somebody('Twin'), email: ina.email };
    const became = await outcomes([accept(link, ina), accept(link, twin)]);
    expect(became.toSorted()).toEqual(['invitation_invalid', 'ok']);
  });

  it('without a confirmed address, with a wrong secret, of another company, of none -> refused', async () => {
    const link = await invite(ina.email);
    const other = await aCompany(store);
    expect(await outcome(accept(link, { ...ina, email: '' }))).toBe('email_unverified');
    expect(await outcome(accept({ ...link, secret: `${link.secret}x` }, ina))).toBe('invitation_invalid');
    expect(await outcome(accept({ ...link, secret: '' }, ina))).toBe('invitation_invalid');
    const elsewhere = { tenantId: other.tenantId, ...link };
    expect(await outcome(acceptInvitation(store, Date.now(), ina, elsewhere))).toBe('invitation_invalid');
    expect(await outcome(accept({ ...link, invitationId: 'i-none' }, ina))).toBe('invitation_invalid');
    expect(await roleOf(store, acme.tenantId, ina)).toBeNull();
    expect(await roleOf(store, other.tenantId, ina)).toBeNull();
  });

  it('too late -> refused; a moment before -> not', async () => {
    const link = await invite(ina.email);
    const expiresAt = Date.now() + limits.invitationMs;
    expect(await outcome(accept(link, ina, expiresAt + 60_000))).toBe('invitation_invalid');
    expect(await outcome(accept(link, ina, expiresAt - 60_000))).toBe('ok');
  });

  it('invited again -> only the newer link opens anything', async () => {
    const first = await invite(ina.email);
    const second = await inviteAgain(ina.email, acme.other, 'admin');
    expect(await outcome(accept(first, ina))).toBe('invitation_invalid');
    expect(await outcome(accept(second, ina))).toBe('ok');
    expect(await roleOf(store, acme.tenantId, ina)).toBe('admin');
  });

  it('invited by two admins at once -> one invitation and one e-mail, and the other admin is told', async () => {
    const both = await outcomes([invite(ina.email), invite(ina.email, acme.other)]);
    expect(both.toSorted()).toEqual(['ok', 'too_many']);
    expect(await mails(ina.email)).toHaveLength(1);
  });

  it('invited again at once, also after it was taken back -> refused, no e-mail, and the first link still is what it was', async () => {
    const link = await invite(ina.email);
    expect(await outcome(invite(ina.email))).toBe('too_many');
    expect(await outcome(invite(ina.email, acme.other))).toBe('too_many');
    const eve = await invite('eve@example.com');
    await revoke(eve);
    expect(await outcome(invite('eve@example.com'))).toBe('too_many');
    expect(await mails(ina.email)).toHaveLength(1);
    expect(await outcome(accept(link, ina))).toBe('ok');
  });

  it('as many e-mails on a day as there may be, whatever became of the invitations -> told so, until the next day', async () => {
    const first = await invite(ina.email);
    await revoke(first);
    const eve = somebody('Eve');
    const copy = { ...(await stored(first)), status: 'accepted' };
    // With the first one there is room for one more.
    const others = limits.invitationsPerDay / 2 - 1;
    await store.commit(
      Array.from({ length: others }, (_, n) => ({
        op: 'set' as const,
        path: paths.invitations.one(acme.tenantId, `i-${n}`),
        data: { ...copy, createdAt: Date.now(), sends: 2 },
      })),
    );
    const atOnce = await outcomes([
      inviteAgain(ina.email),
      invite('ivo@example.com'),
      invite('ida@example.com'),
    ]);
    expect(atOnce.toSorted()).toEqual(['ok', 'too_many', 'too_many']);
    const later = Date.now() + 2 * limits.invitedAgainMs;
    expect(await outcome(invite(ina.email, acme.admin, 'member', later))).toBe('too_many');
    expect(await outcome(invite(eve.email))).toBe('too_many');
    expect(await mails(eve.email)).toEqual([]);
    const tomorrow = Date.now() + 24 * 3_600_000 + 60_000;
    expect(await outcome(invite(eve.email, acme.admin, 'member', tomorrow))).toBe('ok');
    expect(await outcome(invite(ina.email, acme.admin, 'member', tomorrow))).toBe('ok');
    expect(await stored(first)).toMatchObject({ sends: 1 });
  });

  it('a member -> conflict, and no e-mail; in somebody’s own space -> not allowed', async () => {
    expect(await outcome(invite(acme.member.email))).toBe('conflict');
    expect(await mails(acme.member.email)).toEqual([]);
    const tenantId = await createPersonalTenant(store, ina);
    const asked = { tenantId, email: 'eve@example.com', role: 'admin' } as const;
    expect(await outcome(inviteMember(store, Date.now(), APP, ina.uid, asked))).toBe('not_allowed');
  });

  it('invited by a member, by a stranger, by an admin who is demoted in that moment -> refused, and no e-mail', async () => {
    expect(await outcome(invite(ina.email, acme.member))).toBe('not_allowed');
    expect(await outcome(invite(ina.email, somebody('Eve')))).toBe('not_found');
    let isFirst = true;
    store.beforeCommit = async () => {
      if (!isFirst) return;
      isFirst = false;
      const { tenantId, admin, owner } = acme;
      await changeRole(store, owner.uid, { tenantId, uid: admin.uid, role: 'member' });
    };
    expect(await outcome(invite(ina.email))).toBe('not_allowed');
    expect(await mails(ina.email)).toEqual([]);
  });

  it('who invited is removed, or demoted, before it is accepted -> refused', async () => {
    const { tenantId, admin, other, owner } = acme;
    const [first, second] = [await invite(ina.email), await invite('eve@example.com', other)];
    await removeMember(store, owner.uid, { tenantId, uid: admin.uid });
    await changeRole(store, owner.uid, { tenantId, uid: other.uid, role: 'member' });
    expect(await outcome(accept(first, ina))).toBe('invitation_invalid');
    const eve = { ...somebody('Eve'), email: 'eve@example.com' };
    expect(await outcome(accept(second, eve))).toBe('invitation_invalid');
  });

  it('as many open invitations as there may be -> told so for another one, until one is taken back', async () => {
    const first = await invite(ina.email);
    const copy = { ...(await stored(first)), createdAt: Date.now() - 2 * 24 * 3_600_000 };
    await store.commit(
      Array.from({ length: limits.openInvitations - 1 }, (_, n) => ({
        op: 'set',
        path: paths.invitations.one(acme.tenantId, `i-${n}`),
        data: copy,
      })),
    );
    const eve = somebody('Eve');
    expect(await outcome(invite(eve.email))).toBe('too_many');
    expect(await mails(eve.email)).toEqual([]);
    expect(await outcome(inviteAgain(ina.email))).toBe('ok');
    await revoke(first);
    expect(await outcome(invite(eve.email))).toBe('ok');
  });

  it('taken back, twice, before and after it is accepted -> each its outcome', async () => {
    const link = await invite(ina.email);
    expect(await outcome(revoke(link, acme.member))).toBe('not_allowed');
    expect(await outcomes([revoke(link), revoke(link)])).toEqual(['ok', 'ok']);
    expect(await outcome(accept(link, ina))).toBe('invitation_invalid');
    const again = await inviteAgain(ina.email);
    expect(await outcome(accept(again, ina))).toBe('ok');
    expect(await outcome(revoke(again))).toBe('conflict');
    expect(await outcome(revoke({ ...again, invitationId: 'i-none' }))).toBe('not_found');
    expect(await roleOf(store, acme.tenantId, ina)).toBe('member');
  });

  it('taken back while it is accepted -> one of the two', async () => {
    const link = await invite(ina.email);
    const [accepted, revoked] = await outcomes([accept(link, ina), revoke(link)]);
    const isMember = (await roleOf(store, acme.tenantId, ina)) === 'member';
    expect([accepted, revoked]).toEqual(isMember ? ['ok', 'conflict'] : ['invitation_invalid', 'ok']);
  });

  it('accepted by who is a member by another way -> used up, and the role stays', async () => {
    const link = await invite(ina.email, acme.admin, 'admin');
    const { tenantId } = acme;
    const second = await invite('other@example.com');
    await accept(second, { ...ina, email: 'other@example.com' });
    expect(await outcome(accept(link, ina))).toBe('ok');
    expect(await stored(link)).toMatchObject({ status: 'accepted' });
    expect(await roleOf(store, tenantId, ina)).toBe('member');
  });

  it('removed after joining -> the old link opens nothing, a new one does', async () => {
    const { tenantId, admin } = acme;
    const link = await invite(ina.email);
    await accept(link, ina);
    await removeMember(store, admin.uid, { tenantId, uid: ina.uid });
    expect(await outcome(accept(link, ina))).toBe('invitation_invalid');
    expect(await outcome(accept(await invite(ina.email), ina))).toBe('ok');
  });
});
