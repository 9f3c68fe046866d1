import {
  AppError,
  paths,
  tenant,
  type Orchestration,
  type OrchestrationChanges,
} from '../../src/contracts/index.ts';
import type { Store } from '../../src/store/port.ts';
import { acceptInvitation, inviteMember } from '../../src/tenants/invitations.ts';
import { changeRole, removeMember } from '../../src/tenants/members.ts';
import { memberOf } from '../../src/tenants/membership.ts';
import { saveOrchestration } from '../../src/tenants/orchestration.ts';
import { read } from '../../src/store/documents.ts';
import type { Deed } from './plan.ts';
import { ownerOf, type Seat } from './world-data.ts';

type Office = { readonly store: Store; readonly now: () => number };

/** What an owner does about the person at a seat, or about their tenant, by what the callables run. Gives the job of it. */
type Act = (office: Office, seat: Seat) => Promise<string | null>;

const save = async (
  { store }: Office,
  { tenantId }: Seat,
  change: (before: Orchestration) => OrchestrationChanges,
): Promise<string | null> => {
  const found = await read(store, paths.tenant(tenantId), tenant);
  if (!found) return null;
  return saveOrchestration(store, ownerOf(tenantId), tenantId, change(found.value.orchestration));
};

const ROOM = 300_000;

const raised = (bound: number | null, by: number) => (bound === null ? null : bound + by);

const acts: Partial<Record<Deed, Act>> = {
  'remove the person': ({ store }, { tenantId, chat: { uid } }) =>
    removeMember(store, ownerOf(tenantId), { tenantId, uid }),
  'join again': async ({ store, now }, { tenantId, chat: { uid } }) => {
    const email = `${uid}@example.com`;
    const asked = { tenantId, email, role: 'member' } as const;
    const link = await inviteMember(store, now(), '', ownerOf(tenantId), asked);
    await acceptInvitation(store, now(), { uid, name: '', email }, { tenantId, ...link });
    return null;
  },
  'change the role': async ({ store }, { tenantId, chat: { uid } }) => {
    const held = (await memberOf(store, tenantId, uid))?.value.role;
    const role = held === 'admin' ? 'member' : 'admin';
    await changeRole(store, ownerOf(tenantId), { tenantId, uid, role });
    return null;
  },
  'switch agents off': (office, seat) => save(office, seat, () => ({ enabled: false })),
  'switch agents on': (office, seat) => save(office, seat, () => ({ enabled: true })),
  'raise the budget': (office, seat) =>
    save(office, seat, ({ budget: { tokens, micros } }) => ({
      budget: { tokens: raised(tokens, ROOM), micros: raised(micros, 10 * ROOM) },
    })),
};

/** Whether it is for an admin to do. */
export const isForAdmins = (deed: Deed): boolean => deed in acts;

/** Does it; what an admin is told that cannot be done changes nothing. */
export async function administer(office: Office, seat: Seat, deed: Deed): Promise<string | null> {
  try {
    return (await acts[deed]?.(office, seat)) ?? null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
