// Puts the people of emulator-data/people.json into the Auth emulator, with the user ids written there.
import people from '../../emulator-data/people.json' with { type: 'json' };
import { HOST, type World } from './world.ts';

export { people };

/** Adds who is missing, and leaves the others as they are: they may have changed their name meanwhile. */
export async function seedPeople(world: World): Promise<void> {
  for (const { uid, superAdmin, ...person } of people) {
    const { users = [] } = await askAuth<{ users?: unknown[] }>(world, 'accounts:lookup', { localId: [uid] });
    if (users.length === 0)
      await askAuth(world, 'accounts', { localId: uid, emailVerified: true, ...person });
    // Nobody can change that in the page, and accounts of before have none.
    if (superAdmin === true)
      await askAuth(world, 'accounts:update', { localId: uid, customAttributes: '{"superAdmin":true}' });
  }
}

async function askAuth<Answer>({ projectId, ports }: World, method: string, body: object): Promise<Answer> {
  const base = `http://${HOST}:${ports.auth}/identitytoolkit.googleapis.com/v1/projects/${projectId}`;
  const response = await fetch(`${base}/${method}`, {
    method: 'POST',
    // The emulator's word for "an administrator asks".
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`Auth emulator, ${method}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
