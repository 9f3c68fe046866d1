import { beforeEach, describe, expect, it } from 'vitest';
import { companyId, limits, paths, personalTenantId } from '../../src/contracts/index.ts';
import { createCompany, renameTenant, tenantOf } from '../../src/tenants/companies.ts';
import { createPersonalTenant } from '../../src/tenants/create-personal-tenant.ts';
import { changeRole, removeMember, transferOwnership } from '../../src/tenants/members.ts';
import { memberOf } from '../../src/tenants/membership.ts';
import { aCompany, databases, outcome, outcomes, pageId, roleOf, somebody } from '../support/company.ts';
import type { ObservedStore } from '../support/observed-store.ts';

describe.each(databases)('companies and their members on %s', (_, open) => {
  let store: ObservedStore;
  let acme: Awaited<ReturnType<typeof aCompany>>;
  beforeEach(async () => {
    store = await open();
    acme = await aCompany(store);
  });

  const role = (tenantId: string, uid: string, to: 'admin' | 'member', by: string) =>
    changeRole(store, by, { tenantId, uid, role: to });
  const removed = (uid: string, by: string) => removeMember(store, by, { tenantId: acme.tenantId, uid });
  const handedTo = (uid: string, by: string) =>
    transferOwnership(store, by, { tenantId: acme.tenantId, uid });
  const owners = async () => {
    const people = [acme.owner, acme.admin, acme.other, acme.member];
    const roles = await Promise.all(people.map((one) => roleOf(store, acme.tenantId, one)));
    return people.filter((_, index) => roles[index] === 'owner').map(({ name }) => name);
  };
  /** Once, before the next commit of what is under test, something else happens. */
  const meanwhile = (happens: () => Promise<unknown>) => {
    let isFirst = true;
    store.beforeCommit = async () => {
      if (!isFirst) return;
      isFirst = false;
      await happens();
    };
  };

  it('a company made twice at once -> one, with one owner', async () => {
    const olga = somebody('Olga');
    await createPersonalTenant(store, olga);
    const id = pageId();
    const made = () => createCompany(store, olga, { id, name: 'Twice' });
    expect(await Promise.all([made(), made(), made()])).toEqual(Array(3).fill(companyId(id)));
    expect(await roleOf(store, companyId(id), olga)).toBe('owner');
    expect((await tenantOf(store, companyId(id))).value).toMatchObject({ name: 'Twice', plan: 'company' });
  });

  it('as many companies as one may own -> told so for another one, and one that is handed over makes room', async () => {
    const olga = somebody('Olga');
    await createPersonalTenant(store, olga);
    const ids = Array.from({ length: limits.companiesPerOwner }, pageId);
    for (const id of ids) await createCompany(store, olga, { id, name: 'Many' });
    const another = () => createCompany(store, olga, { id: pageId(), name: 'Too many' });
    expect(await outcome(another())).toBe('too_many');
    const tenantId = companyId(ids[0] ?? '');
    const path = paths.members.one(tenantId, olga.uid);
    await store.commit([{ op: 'update', path, data: { role: 'admin' } }]);
    expect(await outcome(another())).toBe('ok');
  });

  it('many companies at once -> no more than one may own', async () => {
    const olga = somebody('Olga');
    await createPersonalTenant(store, olga);
    const most = limits.companiesPerOwner;
    const ids = Array.from({ length: most - 1 }, pageId);
    for (const id of ids) await createCompany(store, olga, { id, name: 'Many' });
    const more = Array.from({ length: 4 }, () => createCompany(store, olga, { id: pageId(), name: 'More' }));
    expect((await outcomes(more)).toSorted()).toEqual(['ok', 'too_many', 'too_many', 'too_many']);
  });

  it('a company by the id of somebody else’s -> conflict, and nobody joins it', async () => {
    const eve = somebody('Eve');
    await createPersonalTenant(store, eve);
    const id = acme.tenantId.replace('company-', '');
    expect(await outcome(createCompany(store, eve, { id, name: 'Mine' }))).toBe('conflict');
    expect(await roleOf(store, acme.tenantId, eve)).toBeNull();
    expect((await tenantOf(store, acme.tenantId)).value.name).toBe('Acme');
  });

  it.each([
    ['owner', 'ok'],
    ['admin', 'ok'],
    ['member', 'not_allowed'],
    ['nobody', 'not_found'],
  ] as const)('renamed by %s -> %s', async (who, becomes) => {
    const uid = who === 'nobody' ? somebody('Eve').uid : acme[who].uid;
    expect(await outcome(renameTenant(store, uid, acme.tenantId, 'New'))).toBe(becomes);
    expect((await tenantOf(store, acme.tenantId)).value.name).toBe(becomes === 'ok' ? 'New' : 'Acme');
  });

  it('an admin who makes themselves admin is demoted between any two reads of it -> they stay demoted', async () => {
    for (const nth of [0, 1]) {
      const { tenantId, owner, admin } = await aCompany(store);
      let reads = 0;
      store.beforeRead = async () => {
        if (reads === nth) {
          store.beforeRead = () => undefined;
          await role(tenantId, admin.uid, 'member', owner.uid);
        }
        reads += 1;
      };
      await outcome(role(tenantId, admin.uid, 'admin', admin.uid));
      expect(await roleOf(store, tenantId, admin)).toBe('member');
    }
  });

  it('renamed by an admin who is demoted in that moment -> refused', async () => {
    meanwhile(() => role(acme.tenantId, acme.admin.uid, 'member', acme.owner.uid));
    expect(await outcome(renameTenant(store, acme.admin.uid, acme.tenantId, 'New'))).toBe('not_allowed');
    expect((await tenantOf(store, acme.tenantId)).value.name).toBe('Acme');
  });

  it('two admins demote each other at once -> one of them stays', async () => {
    const { tenantId, admin, other } = acme;
    const became = await outcomes([
      role(tenantId, admin.uid, 'member', other.uid),
      role(tenantId, other.uid, 'member', admin.uid),
    ]);
    expect(became.toSorted()).toEqual(['not_allowed', 'ok']);
    const roles = [await roleOf(store, tenantId, admin), await roleOf(store, tenantId, other)];
    expect(new Set(roles)).toEqual(new Set(['admin', 'member']));
  });

  it('two admins remove each other at once -> one of them stays', async () => {
    const { tenantId, admin, other } = acme;
    const became = await outcomes([removed(admin.uid, other.uid), removed(other.uid, admin.uid)]);
    expect(became.toSorted()).toEqual(['not_found', 'ok']);
    const roles = [await roleOf(store, tenantId, admin), await roleOf(store, tenantId, other)];
    expect(roles.filter((one) => one === null)).toHaveLength(1);
  });

  it('a role given twice, to oneself, to the owner, to nobody -> each its outcome', async () => {
    const { tenantId, admin, owner, member } = acme;
    expect(await outcome(role(tenantId, member.uid, 'admin', admin.uid))).toBe('ok');
    expect(await outcome(role(tenantId, member.uid, 'admin', admin.uid))).toBe('ok');
    expect(await roleOf(store, tenantId, member)).toBe('admin');
    expect(await outcome(role(tenantId, owner.uid, 'member', admin.uid))).toBe('last_owner');
    expect(await outcome(role(tenantId, owner.uid, 'member', owner.uid))).toBe('last_owner');
    expect(await outcome(role(tenantId, somebody('Eve').uid, 'admin', admin.uid))).toBe('not_found');
    expect(await outcome(role(tenantId, admin.uid, 'member', admin.uid))).toBe('ok');
    expect(await outcome(role(tenantId, member.uid, 'member', admin.uid))).toBe('not_allowed');
    expect(await owners()).toEqual(['Olga']);
  });

  it('the owner leaves, or is removed -> last_owner', async () => {
    const { owner, admin } = acme;
    expect(await outcomes([removed(owner.uid, owner.uid), removed(owner.uid, admin.uid)])).toEqual([
      'last_owner',
      'last_owner',
    ]);
    expect(await owners()).toEqual(['Olga']);
  });

  it('a member leaves twice, at once and later -> gone, with one job', async () => {
    const { tenantId, member } = acme;
    const jobs = await Promise.all([removed(member.uid, member.uid), removed(member.uid, member.uid)]);
    expect(jobs.filter((one) => one !== null)).toHaveLength(1);
    expect(await removed(member.uid, member.uid)).toBeNull();
    expect(await memberOf(store, tenantId, member.uid)).toBeNull();
    const there = await store.query({ collection: paths.jobs.all(tenantId), where: [], limit: 9 });
    expect(there.map(({ data }) => data['kind'])).toEqual([{ type: 'close_chats', uid: member.uid }]);
  });

  it('removed by a member, by a stranger -> refused', async () => {
    const { tenantId, member, other } = acme;
    expect(await outcome(removed(other.uid, member.uid))).toBe('not_allowed');
    expect(await outcome(removed(other.uid, somebody('Eve').uid))).toBe('not_found');
    expect(await roleOf(store, tenantId, other)).toBe('admin');
  });

  it('handed over, again, by who may not, to nobody -> each its outcome, and always one owner', async () => {
    const { owner, admin, member } = acme;
    expect(await outcome(handedTo(member.uid, admin.uid))).toBe('not_allowed');
    expect(await outcome(handedTo(member.uid, member.uid))).toBe('not_allowed');
    expect(await outcome(handedTo(somebody('Eve').uid, owner.uid))).toBe('not_found');
    expect(await outcome(handedTo(owner.uid, owner.uid))).toBe('ok');
    expect(await owners()).toEqual(['Olga']);
    expect(await outcome(handedTo(member.uid, owner.uid))).toBe('ok');
    expect(await outcome(handedTo(member.uid, owner.uid))).toBe('ok');
    expect(await owners()).toEqual(['Mia']);
    expect(await roleOf(store, acme.tenantId, owner)).toBe('admin');
  });

  it('handed over to two at once -> one owner', async () => {
    const { owner, admin, member } = acme;
    const became = await outcomes([handedTo(admin.uid, owner.uid), handedTo(member.uid, owner.uid)]);
    expect(became.toSorted()).toEqual(['not_allowed', 'ok']);
    expect(await owners()).toHaveLength(1);
  });

  it('handed over while the other one leaves -> not there, and the owner stays', async () => {
    const { owner, member } = acme;
    meanwhile(() => removed(member.uid, member.uid));
    expect(await outcome(handedTo(member.uid, owner.uid))).toBe('not_found');
    expect(await owners()).toEqual(['Olga']);
  });

  it('leaves while the company is handed over to them -> they own it', async () => {
    const { owner, member } = acme;
    meanwhile(() => handedTo(member.uid, owner.uid));
    expect(await outcome(removed(member.uid, member.uid))).toBe('last_owner');
    expect(await owners()).toEqual(['Mia']);
  });

  it('who is changed while they are looked at, again and again -> conflict, and no change', async () => {
    const { tenantId, admin, member } = acme;
    let isOurs = true;
    store.beforeCommit = async () => {
      if (!isOurs) return;
      isOurs = false;
      const is = await roleOf(store, tenantId, member);
      await role(tenantId, member.uid, is === 'admin' ? 'member' : 'admin', acme.owner.uid);
      isOurs = true;
    };
    expect(await outcome(removed(member.uid, admin.uid))).toBe('conflict');
    expect(await roleOf(store, tenantId, member)).not.toBeNull();
  });

  it('a personal tenant made twice at once -> one; an entry of before gets name and address, and keeps others', async () => {
    const vera = somebody('Vera');
    const tenantId = personalTenantId(vera.uid);
    const made = () => createPersonalTenant(store, vera);
    expect(await Promise.all([made(), made()])).toEqual([tenantId, tenantId]);
    const path = paths.members.one(tenantId, vera.uid);
    expect((await store.get(path))?.data).toMatchObject({ name: 'Vera', email: vera.email, role: 'owner' });
    await store.commit([{ op: 'update', path, data: { name: '', email: '' } }]);
    await made();
    expect((await store.get(path))?.data).toMatchObject({ name: 'Vera', email: vera.email });
    await createPersonalTenant(store, { ...vera, name: 'Another', email: 'another@example.com' });
    expect((await store.get(path))?.data).toMatchObject({ name: 'Vera', email: vera.email });
  });
});
