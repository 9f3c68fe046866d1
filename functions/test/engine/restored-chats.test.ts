import { getApps, initializeApp } from 'firebase-admin/app';
import { beforeAll, describe, expect, it } from 'vitest';
import { paths, type Chat } from '../../src/contracts/index.ts';
import { update } from '../../src/store/documents.ts';
import type { Store } from '../../src/store/port.ts';
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
    await store.commit([update<Chat>(path, { access: 'deleting', deleteAt: Date.now() + 60_000 })]);
    const removed = async () => {
      const { tenantId, admin, member } = acme;
      const job = await removeMember(store, admin.uid, { tenantId, uid: member.uid });
      await runJob({ store, now: Date.now, endsAt: Date.now() + 60_000 }, job ?? '');
    };
    const restored = () => call('restoreChat', acme.member, { chatId });
    const access = async () => (await store.get(path))?.data['access'];
    return { removed, restored, access };
  }

  it('by a member -> it is open', async () => {
    const { restored, access } = await deleted();
    expect(await restored()).toBe('ok');
    expect(await access()).toBe('open');
  });

  it('by who was removed meanwhile -> it is there to be read, and closed', async () => {
    const { removed, restored, access } = await deleted();
    await removed();
    expect(await access()).toBe('deleting');
    expect(await restored()).toBe('ok');
    expect(await access()).toBe('closed');
  });

  it('while they are removed -> closed in the end, whichever came first', async () => {
    const { removed, restored, access } = await deleted();
    expect((await Promise.all([restored(), removed()]))[0]).toBe('ok');
    expect(await access()).toBe('closed');
  });
});
