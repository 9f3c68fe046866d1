import { describe, expect, test } from 'vitest';
import type { Tenancy } from './tenancies.ts';
import { isListedIn, waitingElsewhere, workingIn } from './working-in.ts';

const tenancy = (tenantId: string): Tenancy => ({
  tenantId,
  role: 'member',
  name: tenantId,
  plan: tenantId === 'mine' ? 'personal' : 'company',
  orchestrates: true,
});
const all = [tenancy('mine'), tenancy('shop')];

describe('where somebody works', () => {
  test('nothing chosen -> their own tenant', () => {
    expect(workingIn({ status: 'ready', all, live: true }, null, 'mine')).toBe('mine');
  });
  test('a company of theirs was chosen -> there', () => {
    expect(workingIn({ status: 'ready', all, live: true }, 'shop', 'mine')).toBe('shop');
  });
  test('it is not known yet whether they belong to it -> there for now', () => {
    expect(workingIn({ status: 'loading' }, 'shop', 'mine')).toBe('shop');
    expect(workingIn({ status: 'ready', all: [tenancy('mine')], live: false }, 'shop', 'mine')).toBe('shop');
  });
  test('they were removed, or nobody can tell -> their own', () => {
    expect(workingIn({ status: 'ready', all: [tenancy('mine')], live: true }, 'shop', 'mine')).toBe('mine');
    expect(workingIn({ status: 'failed' }, 'shop', 'mine')).toBe('mine');
  });
});

describe('which chats are listed', () => {
  const inShop = { tenantId: 'shop', personalId: 'mine', all };
  const atHome = { tenantId: 'mine', personalId: 'mine', all };
  test('those of the tenant, and no others', () => {
    expect(isListedIn('shop', inShop)).toBe(true);
    expect(isListedIn('mine', inShop)).toBe(false);
    expect(isListedIn('shop', atHome)).toBe(false);
  });
  test('of a company that they left -> with their own, nowhere else', () => {
    expect(isListedIn('left', atHome)).toBe(true);
    expect(isListedIn('left', inShop)).toBe(false);
  });
  test('it is not known yet which are theirs -> no others', () => {
    expect(isListedIn('shop', { ...atHome, all: null })).toBe(false);
    expect(isListedIn('mine', { ...atHome, all: null })).toBe(true);
  });
});

test('what waits in other tenants is counted by tenant; what waits here, nothing, or where they left, is not', () => {
  const chat = (tenantId: string, waiting: number) => ({ tenantId, counts: { waiting } });
  const chats = [chat('shop', 2), chat('shop', 1), chat('mine', 5), chat('left', 4)];
  expect([...waitingElsewhere(chats, 'mine', all)]).toEqual([['shop', 3]]);
  expect([...waitingElsewhere([chat('shop', 0)], 'mine', all)]).toEqual([]);
});
