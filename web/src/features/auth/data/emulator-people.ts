import type { Credentials } from './sign-in.ts';

export type EmulatorPerson = Credentials & { readonly displayName: string };

/** The accounts that `npm start` seeds. The build for Hosting leaves this out. */
export async function emulatorPeople(): Promise<readonly EmulatorPerson[]> {
  if (!import.meta.env.DEV && import.meta.env.VITE_EMULATORS !== 'true') return [];
  const people = await import('../../../../../emulator-data/people.json');
  return people.default;
}
