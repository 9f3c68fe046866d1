import { newId, uidOf } from '../../support/rules.ts';
import type { Actor } from '../../support/rules.ts';
import { below, existing, kindOf, rows } from '../collections.ts';
import type { Row } from '../collections.ts';
import { newChat, newMessage } from '../documents.ts';
import { chats, KEPT, OTHER_TENANT, ROLES, TENANT, tenantOfRole, UNBORN } from '../world.ts';
import { by, everybody, set } from './case.ts';
import type { Attempt, Case } from './case.ts';

const vacant = (path: string) => `${path}/${path === 'tenants' ? UNBORN : newId()}`;
const named = (allowed: readonly Actor[]) => (allowed.length > 0 ? allowed.join(', ') : 'nobody');

/** What everybody tries, and who may. */
const byAll = (
  about: string,
  name: string,
  attempt: () => Attempt,
  allowed: readonly Actor[] = [],
): Case => ({
  about,
  name: `${name}: ${named(allowed)}`,
  attempt,
  by: everybody,
  allowed,
});

const ofRow = (path: string, row: Row): Case[] => {
  const written = row.written ?? (() => row.stored);
  const where = row.where ? { where: row.where } : {};
  return [
    byAll(path, 'get', () => ({ get: existing(path) }), row.get),
    byAll(path, 'list', () => ({ list: path, ...where }), row.list),
    byAll(path, 'create', () => set(vacant(path), written()), row.create),
    byAll(path, 'update', () => set(existing(path), written()), row.update),
    byAll(path, 'delete', () => ({ writes: [{ path: existing(path), remove: true }] }), row.delete),
  ];
};

/** Nothing but what the rules name may be reached through them; nor may it be written in a form that is right elsewhere. */
const elsewhere = (path: string, row: Row): Case[] => {
  const forms = [
    ['a chat', () => newChat(TENANT)],
    ['a message', newMessage],
  ] as const;
  const likeAnother = (where: string, collection: string) =>
    forms.map(([form, fields]) => ({
      ...byAll(path, `create, ${where} like ${form}`, () => set(vacant(collection), fields())),
      by: ['chatOwner', 'tenantOwner'] as const,
    }));
  return [
    { ...byAll(path, 'get, below', () => ({ get: existing(below(path)) })), by: SOME },
    { ...byAll(path, 'list, below', () => ({ list: below(path), where: ['tenantId', TENANT] })), by: SOME },
    ...likeAnother('below', below(path)),
    ...(row.written ? [] : likeAnother('here', path)),
  ];
};
const SOME: readonly Actor[] = ['stranger', 'chatOwner', 'tenantOwner'];

const groups = [...new Set(rows.map(([path]) => kindOf(path).split('/').at(-1) ?? ''))];
const ACROSS = 'across chats and tenants';

const OWN_ENTRY = `tenants/${TENANT}/members/${uidOf('chatOwner')}`;

const across: Case[] = [
  ...groups.flatMap((name) => [
    byAll(ACROSS, `collection group ${name}`, () => ({ listGroup: name })),
    byAll(ACROSS, `collection group ${name} of one tenant`, () => ({
      listGroup: name,
      where: ['tenantId', TENANT],
    })),
    // Which tenants one belongs to, one may know.
    byAll(
      ACROSS,
      `collection group ${name} of one person`,
      () => ({ listGroup: name, where: ['uid', uidOf('chatOwner')] }),
      name === 'members' ? ['chatOwner'] : [],
    ),
  ]),
  byAll(ACROSS, 'one’s own entry by its path, in a list of members that is no tenant’s', () => ({
    get: `tenants/${OTHER_TENANT}/agents/a-1/members/${uidOf('chatOwner')}`,
  })),
  byAll(ACROSS, 'what lies below an entry and names oneself', () => ({
    list: below(`tenants/${TENANT}/members`),
    where: ['uid', uidOf('chatOwner')],
  })),
  byAll(ACROSS, 'the own role, raised', () => ({
    writes: [{ path: OWN_ENTRY, update: { role: 'owner' } }],
  })),
  byAll(ACROSS, 'the own entry, removed', () => ({ writes: [{ path: OWN_ENTRY, remove: true }] })),
  byAll(ACROSS, 'all members of another tenant', () => ({ list: `tenants/${OTHER_TENANT}/members` }), [
    'otherTenantOwner',
  ]),
  byAll(ACROSS, 'the one tenant by a query', () => ({ list: 'tenants', where: ['__name__', TENANT] })),
  byAll(ACROSS, 'the runs of all tenants at once', () => ({ list: 'orchestration_runs' })),
  byAll(ACROSS, 'the runs of one person', () => ({
    list: 'orchestration_runs',
    where: ['uid', uidOf('chatOwner')],
  })),
];

const runs: Case[] = [
  byAll(
    'runs',
    "another tenant's, all of them",
    () => ({ list: 'orchestration_runs', where: ['tenantId', OTHER_TENANT] }),
    ['otherTenantOwner'],
  ),
  byAll('runs', "another tenant's", () => ({ get: 'orchestration_runs/other' }), ['otherTenantOwner']),
  byAll('runs', 'one without a tenant', () => ({ get: 'orchestration_runs/of-nobody' })),
  byAll('runs', 'one whose tenant is null', () => ({ get: 'orchestration_runs/of-null' })),
  byAll('runs', 'one that is not there', () => ({ get: 'orchestration_runs/none' })),
];

const notThere: Case[] = [
  byAll('what is not there', 'a chat', () => ({ get: `${chats}/none` }), ['chatOwner']),
  byAll('what is not there', 'a message', () => ({ get: `${chats}/none/messages/none` }), ['chatOwner']),
  byAll('what is not there', 'a tenant', () => ({ get: 'tenants/none' })),
  byAll('what is not there', 'a member', () => ({ get: `tenants/${TENANT}/members/none` }), [
    'chatOwner',
    'member',
    'admin',
    'tenantOwner',
  ]),
];

const afterRemoval: Case[] = [
  byAll('who was removed', 'reads the chat that was closed', () => ({ get: KEPT }), ['removed']),
  byAll('who was removed', 'writes in it', () => set(`${KEPT}/messages/${newId()}`, newMessage())),
  byAll('who was removed', 'opens it again', () => ({
    writes: [{ path: KEPT, update: { access: 'open' } }],
  })),
  byAll(
    'who was removed',
    'looks for what they belong to',
    () => ({ listGroup: 'members', where: ['uid', uidOf('removed')] }),
    ['removed'],
  ),
];

const roles: Case[] = [
  ...Object.entries(ROLES).map(([name, [, administers]]) => [name, administers] as const),
  ['missing', false] as const,
].flatMap(([name, administers]) => {
  const tenant = `tenants/${tenantOfRole(name)}`;
  const about = `a member whose role is "${name}"`;
  return [
    by('stranger', about, 'reads a credential summary', administers, () => ({
      get: `${tenant}/credential_summaries/c-1`,
    })),
    ...['budgets/b-1', 'invitations/i-1'].map((document) =>
      by('stranger', about, `reads ${document}`, administers, () => ({ get: `${tenant}/${document}` })),
    ),
    by('stranger', about, 'lists agents', true, () => ({ list: `${tenant}/agents` })),
  ];
});

export const readsAndWrites: readonly Case[] = [
  ...rows.flatMap(([path, row]) => [...ofRow(path, row), ...elsewhere(path, row)]),
  ...across,
  ...runs,
  ...notThere,
  ...afterRemoval,
  ...roles,
];
