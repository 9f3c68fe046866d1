import { getApps, initializeApp } from 'firebase-admin/app';
import { beforeAll, describe, expect, it } from 'vitest';
import { MOTHER, paths, type Chat } from '../../src/contracts/index.ts';
import { update } from '../../src/store/documents.ts';
import type { Store } from '../../src/store/port.ts';
import { queries } from '../../src/store/queries.ts';
import { runJob } from '../../src/tenants/jobs.ts';
import { removeMember } from '../../src/tenants/members.ts';
import { call } from '../support/call.ts';
import { emulatorStore } from '../support/emulator.ts';
import { isolatedWorld } from '../support/isolation.ts';

let store: Store;
beforeAll(async () => {
  if (getApps().length === 0) initializeApp();
  store = await emulatorStore(false);
});

describe('a chat that is being deleted, and brought back', () => {
  async function deleted() {
    const { acme } = await isolatedWorld(store);
    const chatId = 'chat0000000000000001';
    const path = paths.chat({ uid: acme.member.uid, chatId });
    expect(await call('deleteChat', acme.member, { chatId })).toBe('ok');
    const removed = async () => {
      const { tenantId, admin, member } = acme;
      const job = await removeMember(store, admin.uid, { tenantId, uid: member.uid });
      await runJob({ store, now: Date.now, endsAt: Date.now() + 60_000 }, job ?? '');
    };
    const restored = () => call('restoreChat', acme.member, { chatId });
    const access = async () => (await store.get(path))?.data['access'];
    return { acme, path, chat: { uid: acme.member.uid, chatId }, removed, restored, access };
  }

  it('by a member -> it is open', async () => {
    const { restored, access } = await deleted();
    expect(await restored()).toBe('ok');
    expect(await access()).toBe('open');
  });

  it('while agents are at work -> they are woken with Mother, and who has ended or waits is not', async () => {
    const { chat, restored } = await deleted();
    const statuses = { a: 'active', b: 'completed', c: 'waiting_for_user', d: 'active' };
    await store.commit(
      Object.entries(statuses).map(([id, status]) => ({
        op: 'set',
        path: paths.subAgents.one(chat, id),
        data: { status },
      })),
    );
    expect(await restored()).toBe('ok');
    const wakes = await store.query(queries.allOf(paths.wakes.all(chat)));
    expect(wakes.map(({ data }) => data['actorId'])).toEqual(['a', 'd', MOTHER]);
  });

  it('by who was removed meanwhile -> it is there to be read, and closed', async () => {
    const { removed, restored, access } = await deleted();
    await removed();
    expect(await access()).toBe('deleting');
    expect(await restored()).toBe('ok');
    expect(await access()).toBe('closed');
  });

  it('that was closed, by who has joined again -> closed still', async () => {
    const { acme, path, restored, access } = await deleted();
    expect(await restored()).toBe('ok');
    await store.commit([update<Chat>(path, { access: 'closed' })]);
    expect(await call('deleteChat', acme.member, { chatId: path.split('/').at(-1) })).toBe('ok');
    expect(await restored()).toBe('ok');
    expect(await access()).toBe('closed');
  });

  it('deleted while somebody works in it, again and again -> deleted', async () => {
    const { acme, path, restored } = await deleted();
    await restored();
    const input = { chatId: path.split('/').at(-1) };
    const work = async () => {
      for (let n = 1; n < 8; n += 1)
        await store.commit([update<Chat>(path, { counts: { running: n, waiting: 0 } })]);
    };
    const [, ...became] = await Promise.all([
      work(),
      ...Array.from({ length: 4 }, () => call('deleteChat', acme.member, input)),
    ]);
    expect(became).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('while they are removed -> closed in the end, whichever came first', async () => {
    const { removed, restored, access } = await deleted();
    expect((await Promise.all([restored(), removed()]))[0]).toBe('ok');
    expect(await access()).toBe('closed');
  });
});
