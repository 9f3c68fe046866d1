/** Which of their tenants a person works in, on this device. */
const KEY = 'mother.chosen';

export function chosenTenant(uid: string): string | null {
  try {
    return localStorage.getItem(`${KEY}.${uid}`);
  } catch {
    return null;
  }
}

export function keepChosenTenant(uid: string, tenantId: string): void {
  try {
    localStorage.setItem(`${KEY}.${uid}`, tenantId);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}
