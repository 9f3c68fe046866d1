import type { Member } from 'functions/contracts';
import { parsedOf } from '../../../lib/subscription/entry.ts';
import { entriesOf, type Listing } from '../../../lib/subscription/listing.ts';

/** So many members are read. */
export const PEOPLE = 500;

/** What somebody is called. Who is not there has left, if everybody who is there is known; until then they are their id. */
export function nameIn(people: Listing<Member>): (uid: string) => string {
  const members = entriesOf(people);
  const isAll = people.status === 'ready' && people.live && members.length < PEOPLE;
  const names = new Map(parsedOf(members).map(({ id, data }) => [id, data.name || data.email]));
  return (uid) => names.get(uid) ?? (isAll ? 'Somebody who left' : uid);
}
