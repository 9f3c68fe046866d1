import { createPersonalTenant } from 'functions/contracts';
import { call } from '../../../lib/firebase/functions.ts';

const KEY = 'mother.tenant';

const remembered = (uid: string): string | null => {
  try {
    return sessionStorage.getItem(`${KEY}.${uid}`);
  } catch {
    return null;
  }
};

const remember = (uid: string, tenantId: string): void => {
  try {
    sessionStorage.setItem(`${KEY}.${uid}`, tenantId);
  } catch {
    // Without storage it is asked for again.
  }
};

/** After a write was denied: the tenant may be gone, so the next load asks again. */
export const forgetTenant = (uid: string): void => {
  try {
    sessionStorage.removeItem(`${KEY}.${uid}`);
  } catch {
    // Nothing was kept.
  }
};

/** The person's own tenant, made if need be. Within one tab it is asked for once, so that a reload does not wait. */
export async function setUpTenant(uid: string): Promise<string> {
  const known = remembered(uid);
  if (known !== null) return known;
  const { tenantId } = await call(createPersonalTenant, {});
  remember(uid, tenantId);
  return tenantId;
}

/** Finds out whether the backend works: asks it for what there is already. */
export const checkBackend = async (): Promise<void> => {
  await call(createPersonalTenant, {});
};
