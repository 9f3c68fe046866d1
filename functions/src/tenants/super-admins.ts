import { getApps, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';

/** What became of it: whether anything has changed, or there is no such account. */
export type Outcome = 'done' | 'was so already' | 'no such account';

/**
 * Makes the account with an address a super-admin, or no longer, for commands. Other claims of the account stay. A token
 * that it has already holds for up to an hour; who is no super-admin any more can get no new one without signing in.
 */
export async function setSuperAdmin(projectId: string, email: string, isToBe: boolean): Promise<Outcome> {
  const auth = getAuth(getApps()[0] ?? initializeApp({ projectId }));
  const [account] = (await auth.getUsers([{ email }])).users;
  if (!account) return 'no such account';
  const { superAdmin, ...others } = account.customClaims ?? {};
  if ((superAdmin === true) === isToBe) return 'was so already';
  await auth.setCustomUserClaims(account.uid, isToBe ? { ...others, superAdmin: true } : others);
  if (!isToBe) await auth.revokeRefreshTokens(account.uid);
  return 'done';
}
