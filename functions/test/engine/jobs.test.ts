import { beforeEach, describe, expect, it } from 'vitest';
import {
  MOTHER,
  SCHEMA_VERSION,
  defaultOrchestration,
  limits,
  mail,
  orchestration,
  paths,
  tenant,
  wake,
  type Chat,
  type OrchestrationChanges,
} from '../../src/contracts/index.ts';
import { create, read, update } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import type { Person } from '../../src/tenants/companies.ts';
import { acceptInvitation, inviteMember } from '../../src/tenants/invitations.ts';
import { goOnWithJobs, runJob } from '../../src/tenants/jobs.ts';
import { removeMember } from '../../src/tenants/members.ts';
import { saveOrchestration } from '../../src/tenants/orchestration.ts';
import { aCompany, databases, pageId } from '../support/company.ts';
import type { ObservedStore } from '../support/observed-store.ts';

class Cut extends Error {}

describe.each(databases)('work on many chats on %s', (_, open) => {
  let store: ObservedStore;
  let acme: Awaited<ReturnType<typeof aCompany>>;
  beforeEach(async () => {
    store = await open();
    acme = await aCompany(store);
  });

  const settings = (enabled: boolean) =>
    orchestration.parse({ enabled, confidenceThreshold: 0.8, persona: '' });
  /** So far ahead of the real clock, with so much time. */
  const shift = (aheadMs = 0, forMs = 60_000) => {
    const now = () => Date.now() + aheadMs;
    return { store, now, endsAt: now() + forMs };
  };
  /** Somebody's chats of the company, made at the same time. */
  async function chatsOf({ uid }: Person, count: number, change: Partial<Chat> = {}): Promise<string[]> {
    const all = Array.from({ length: count }, () => paths.chat({ uid, chatId: pageId() }));
    for (let from = 0; from < count; from += 200) {
      await store.commit(
        all.slice(from, from + 200).map((path) =>
          create<Chat>(path, {
            schemaVersion: SCHEMA_VERSION,
            title: 'A chat',
            tenantId: acme.tenantId,
            createdAt: SERVER_TIME,
            lastMessageAt: SERVER_TIME,
            access: 'open',
            pinned: false,
            deleteAt: null,
            wasClosed: false,
            counts: { running: 0, waiting: 0 },
            ...change,
          }),
        ),
      );
    }
    return all;
  }
  const accessOf = async (all: readonly string[]) => {
    const found = await Promise.all(all.map((path) => store.get(path)));
    return Map.groupBy(found, (one) => String(one?.data['access']));
  };
  const closed = async (all: readonly string[]) => (await accessOf(all)).get('closed')?.length ?? 0;
  /** Why Mother of a chat is told to end everything, and by which wakes she hears of it. */
  const told = async (chat: string) => {
    const of = (name: string) => store.query({ collection: `${chat}/${name}`, where: [], limit: 99 });
    const mails = (await of('mail')).map(({ data }) => mail.parse(data));
    const wakes = (await of('wakes')).map(({ data }) => wake.parse(data).actorId);
    return { reasons: mails.map((one) => (one.kind === 'end_all' ? one.reason : one.kind)), wakes };
  };
  const jobs = async () =>
    (await store.query({ collection: paths.jobs.all(acme.tenantId), where: [], limit: 9 })).length;
  const removeMia = async () => {
    const job = await removeMember(store, acme.admin.uid, {
      tenantId: acme.tenantId,
      uid: acme.member.uid,
    });
    return job ?? '';
  };
  const joinAgain = async () => {
    const { tenantId, admin, member } = acme;
    const asked = { tenantId, email: member.email, role: 'member' } as const;
    const link = await inviteMember(store, Date.now(), '', admin.uid, asked);
    await acceptInvitation(store, Date.now(), member, { tenantId, ...link });
  };

  describe('closing the chats of who is removed', () => {
    it('more than one page of them -> all are closed, Mother is told in each, and the job is gone', async () => {
      const chats = await chatsOf(acme.member, limits.sweepBatch + 5);
      await runJob(shift(), await removeMia());
      expect(await closed(chats)).toBe(chats.length);
      const [first = ''] = chats;
      expect(await told(first)).toEqual({ reasons: ['chat_closed'], wakes: [MOTHER] });
      expect(await jobs()).toBe(0);
    });

    it('other people’s, of other companies, being deleted -> stay as they are', async () => {
      const others = await chatsOf(acme.other, 2);
      const elsewhere = await chatsOf(acme.member, 2, { tenantId: 'company-other' });
      const deleted = await chatsOf(acme.member, 1, { access: 'deleting' });
      await runJob(shift(), await removeMia());
      expect([...(await accessOf([...others, ...elsewhere])).keys()]).toEqual(['open']);
      expect([...(await accessOf(deleted)).keys()]).toEqual(['deleting']);
    });

    it('cut off after each commit in turn -> the sweeper goes on, and nobody is told twice', async () => {
      const chats = await chatsOf(acme.member, 4);
      const job = await removeMia();
      for (let cuts = 1; cuts <= chats.length; cuts += 1) {
        store.beforeCommit = () => undefined;
        let commits = 0;
        store.afterCommit = () => {
          commits += 1;
          if (commits === 1) throw new Cut();
        };
        await expect(runJob(shift(), job)).rejects.toThrow(Cut);
        expect(await closed(chats)).toBe(cuts);
      }
      store.afterCommit = () => undefined;
      expect(await goOnWithJobs(shift(), () => undefined)).toBe(0);
      await goOnWithJobs(shift(limits.sweepAfterMs + 5_000), (error) => {
        throw error;
      });
      expect(await jobs()).toBe(0);
      for (const chat of chats)
        expect(await told(chat)).toEqual({ reasons: ['chat_closed'], wakes: [MOTHER] });
    });

    it('no time left -> the job stays, and the next one does it', async () => {
      const chats = await chatsOf(acme.member, 2);
      const job = await removeMia();
      await runJob(shift(0, 0), job);
      expect([await closed(chats), await jobs()]).toEqual([0, 1]);
      await runJob(shift(), job);
      expect([await closed(chats), await jobs()]).toEqual([2, 0]);
    });

    it('two at one job at once -> each chat once', async () => {
      const chats = await chatsOf(acme.member, 6);
      const job = await removeMia();
      await Promise.all([runJob(shift(), job), runJob(shift(), job)]);
      expect([await closed(chats), await jobs()]).toEqual([6, 0]);
      for (const chat of chats) expect((await told(chat)).reasons).toEqual(['chat_closed']);
    });

    it('a chat that changes in that moment -> is looked at again, and closed', async () => {
      const chats = await chatsOf(acme.member, 3);
      const job = await removeMia();
      const moved = new Set<string>();
      store.beforeCommit = async (writes) => {
        const path = writes.find(
          (one) => one.path.split('/').length === 4 && one.path.startsWith('users/'),
        )?.path;
        if (path === undefined || moved.has(path)) return;
        moved.add(path);
        await store.commit([update<Chat>(path, { lastMessageAt: SERVER_TIME })]);
      };
      await runJob(shift(), job);
      expect([await closed(chats), await jobs(), moved.size]).toEqual([3, 0, 3]);
    });

    it('joined again before the job went on -> the old chats are closed, the new ones stay open', async () => {
      const old = await chatsOf(acme.member, 3);
      const job = await removeMia();
      await runJob(shift(0, 0), job);
      await joinAgain();
      const fresh = await chatsOf(acme.member, 2);
      await runJob(shift(), job);
      expect([await closed(old), await closed(fresh), await jobs()]).toEqual([3, 0, 0]);
      await runJob(shift(), job);
      expect(await closed(fresh)).toBe(0);
    });

    it('joined again, and made a chat, while the job is at it -> that chat stays open', async () => {
      const old = await chatsOf(acme.member, 3);
      const job = await removeMia();
      const fresh: string[] = [];
      store.beforeCommit = async () => {
        store.beforeCommit = () => undefined;
        await joinAgain();
        fresh.push(...(await chatsOf(acme.member, 1)));
      };
      await runJob(shift(), job);
      expect([await closed(old), await closed(fresh)]).toEqual([3, 0]);
    });
  });

  describe('ending what runs when agents are switched off', () => {
    const busy = { counts: { running: 2, waiting: 0 } };
    const switchOff = async () =>
      (await saveOrchestration(store, acme.admin.uid, acme.tenantId, settings(false))) ?? '';
    const late = limits.settingsKeptMs + limits.clockSkewMs + 5_000;

    it('each chat of the company in which tasks are at work is told, others are not', async () => {
      const chats = [...(await chatsOf(acme.member, 2, busy)), ...(await chatsOf(acme.owner, 1, busy))];
      const idle = await chatsOf(acme.member, 1);
      const elsewhere = await chatsOf(acme.member, 1, { ...busy, tenantId: 'company-other' });
      await runJob(shift(), await switchOff());
      for (const chat of chats)
        expect(await told(chat)).toEqual({ reasons: ['orchestration_off'], wakes: [MOTHER] });
      for (const chat of [...idle, ...elsewhere])
        expect(await told(chat)).toEqual({ reasons: [], wakes: [] });
      expect([...(await accessOf(chats)).keys()]).toEqual(['open']);
    });

    it('more than a page -> all; what begins by the settings of before -> ends with the sweeper’s next round', async () => {
      const chats = await chatsOf(acme.member, limits.sweepBatch + 3, busy);
      const job = await switchOff();
      await runJob(shift(), job);
      const [last = ''] = chats.slice(-1);
      expect((await told(last)).reasons).toEqual(['orchestration_off']);
      expect(await jobs()).toBe(1);
      const [started = ''] = await chatsOf(acme.owner, 1, busy);
      await goOnWithJobs(shift(late), (error) => {
        throw error;
      });
      expect((await told(started)).reasons).toEqual(['orchestration_off']);
      expect(await jobs()).toBe(0);
    });

    it('saved as it is, or switched on -> no job', async () => {
      const save = (enabled: boolean) =>
        saveOrchestration(store, acme.admin.uid, acme.tenantId, settings(enabled));
      expect(await save(true)).toBeNull();
      expect(await save(false)).not.toBeNull();
      expect(await save(false)).toBeNull();
      expect(await save(true)).toBeNull();
      expect(await jobs()).toBe(1);
    });

    it('switched off by two at once -> one job', async () => {
      const off = (uid: string) => saveOrchestration(store, uid, acme.tenantId, settings(false));
      await Promise.all([off(acme.admin.uid), off(acme.owner.uid)]);
      expect(await jobs()).toBe(1);
    });

    it('settings of two at once -> both hold; what neither names stays', async () => {
      const save = (uid: string, changes: OrchestrationChanges) =>
        saveOrchestration(store, uid, acme.tenantId, changes);
      await Promise.all([
        save(acme.admin.uid, { persona: 'Be brief.', limits: { parallelTasks: 2 } }),
        save(acme.owner.uid, { enabled: false, limits: { messagesPerMinute: 3 } }),
        save(acme.owner.uid, { budget: { micros: 1_000_000 } }),
        save(acme.admin.uid, { budget: { tokens: 5_000 } }),
      ]);
      expect((await read(store, paths.tenant(acme.tenantId), tenant))?.value.orchestration).toEqual({
        ...defaultOrchestration,
        enabled: false,
        persona: 'Be brief.',
        limits: { parallelTasks: 2, messagesPerMinute: 3 },
        budget: { micros: 1_000_000, tokens: 5_000 },
      });
    });

    it('switched on again before the job went on -> nothing ends any more, and the job goes', async () => {
      const [chat = ''] = await chatsOf(acme.member, 1, busy);
      const job = await switchOff();
      await saveOrchestration(store, acme.admin.uid, acme.tenantId, settings(true));
      await runJob(shift(late), job);
      expect(await told(chat)).toEqual({ reasons: [], wakes: [] });
      expect(await jobs()).toBe(0);
    });
  });

  it('a job that cannot be read -> told, and the others are done', async () => {
    const chats = await chatsOf(acme.member, 1);
    const job = await removeMia();
    const broken = paths.jobs.one(acme.tenantId, 'a-broken-one');
    const createdAt = Date.now() - 10 * limits.sweepAfterMs;
    await store.commit([{ op: 'create', path: broken, data: { createdAt } }]);
    const errors: unknown[] = [];
    await goOnWithJobs(shift(limits.sweepAfterMs + 5_000), (error) => errors.push(error));
    expect(errors.length).toBeGreaterThan(0);
    expect(await closed(chats)).toBe(1);
    expect(await store.get(job)).toBeNull();
    await store.commit([{ op: 'delete', path: broken }]);
  });

  it('switched off while a chat is removed -> nothing is left over of it', async () => {
    const [path = ''] = await chatsOf(acme.member, 1, { counts: { running: 1, waiting: 0 } });
    const job = await saveOrchestration(store, acme.admin.uid, acme.tenantId, settings(false));
    store.beforeCommit = async () => {
      store.beforeCommit = () => undefined;
      await store.commit([{ op: 'delete', path }]);
    };
    await runJob(shift(), job ?? '');
    expect(await store.get(path)).toBeNull();
    expect(await told(path)).toEqual({ reasons: [], wakes: [] });
  });
});
