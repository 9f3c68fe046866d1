import { groups, member, paths, type Role, type Tenant, tenant } from 'functions/contracts';
import { collectionGroup, doc, limit, onSnapshot, query, where } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { document, type Single } from '../../../lib/subscription/document.ts';
import { readEntry } from '../../../lib/subscription/entry.ts';
import { shared, type Source } from '../../../lib/subscription/source.ts';

/** A tenant that a person belongs to. */
export type Tenancy = {
  readonly tenantId: string;
  readonly role: Role;
  readonly name: string;
  readonly plan: Tenant['plan'];
  /** Whether Mother delegates there. */
  readonly orchestrates: boolean;
};

/** `live`: the server has confirmed it. */
export type Tenancies =
  | { readonly status: 'loading' }
  | { readonly status: 'failed' }
  | { readonly status: 'ready'; readonly all: readonly Tenancy[]; readonly live: boolean };

const MOST = 100;

/** Every tenant that a person belongs to, the personal one first, then by name. */
export function tenanciesOf(uid: string): Source<Tenancies> {
  return shared<Tenancies>({ status: 'loading' }, (set) => {
    let roles: ReadonlyMap<string, Role> = new Map();
    let live = false;
    const known = new Map<string, { source: Source<Single<Tenant>>; stop: () => void }>();
    const tell = () => {
      const states = [...known.values()].map(({ source }) => source.current().status);
      if (states.includes('loading')) return;
      set({ status: 'ready', all: tenanciesIn(roles, (id) => known.get(id)?.source.current()), live });
    };
    const follow = (tenantId: string) => {
      const source = document(doc(db(), paths.tenant(tenantId)), tenant);
      // It may be told of something at once.
      known.set(tenantId, { source, stop: () => {} });
      known.set(tenantId, { source, stop: source.subscribe(tell) });
    };
    const mine = query(collectionGroup(db(), groups.members), where('uid', '==', uid), limit(MOST));
    const stop = onSnapshot(
      mine,
      // Without this, nothing tells when the server confirms what is known already.
      { includeMetadataChanges: true },
      (snapshot) => {
        roles = new Map(
          snapshot.docs.flatMap((one) => {
            const tenantId = one.ref.parent.parent?.id;
            const data = one.data({ serverTimestamps: 'estimate' });
            const entry = readEntry(member, { id: one.id, path: one.ref.path, data, pending: false });
            return tenantId === undefined || !entry.ok ? [] : [[tenantId, entry.data.role] as const];
          }),
        );
        // What it has said once holds while it is away.
        live ||= !snapshot.metadata.fromCache;
        for (const [tenantId, { stop }] of known) {
          if (roles.has(tenantId)) continue;
          stop();
          known.delete(tenantId);
        }
        for (const tenantId of roles.keys()) if (!known.has(tenantId)) follow(tenantId);
        tell();
      },
      (error) => {
        console.warn(`listening failed: ${error.code}`, error.message);
        set({ status: 'failed' });
      },
    );
    return () => {
      stop();
      for (const one of known.values()) one.stop();
    };
  });
}

/** What can be read of the tenants; one that cannot is left out. */
function tenanciesIn(
  roles: ReadonlyMap<string, Role>,
  tenantOf: (tenantId: string) => Single<Tenant> | undefined,
): Tenancy[] {
  return [...roles]
    .flatMap(([tenantId, role]) => {
      const found = tenantOf(tenantId);
      if (found?.status !== 'ready' || !found.entry.ok) return [];
      const { name, plan, orchestration } = found.entry.data;
      return [{ tenantId, role, name, plan, orchestrates: orchestration.enabled }];
    })
    .toSorted(
      (a, b) =>
        Number(b.plan === 'personal') - Number(a.plan === 'personal') || a.name.localeCompare(b.name, 'en'),
    );
}
