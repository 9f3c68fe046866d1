import { z } from 'zod';

/** `tasks` of `…/tasks/task-1` and of `…/tasks`; whose it is, of a state and of a transcript. */
function kindOf(path: string): string {
  const segments = path.split('/');
  const isDocument = segments.length % 2 === 0;
  const collection = segments.at(isDocument ? -2 : -1) ?? '';
  if (collection === 'state' && isDocument) return `${collection} of ${segments.at(-1)}`;
  if (collection === 'sub_agent_messages') return `${collection} of ${segments[5]}`;
  return collection;
}

const query = z.object({ collection: z.string(), group: z.literal(true).optional() });
const writes = z.array(z.object({ path: z.string() }));
const request = z.object({ instructions: z.string() });

/** Who is asked, by the first words of what they are told. */
const whoIs = (instructions: string): string =>
  /^You (?:are ([^.,]+)|condense)/u.exec(instructions)?.[1] ?? 'Mother, condensing';

/** What a call is about, by its first argument; nothing if that cannot be told. */
export function nameOf(given: unknown): string[] {
  if (typeof given === 'string') return [kindOf(given)];
  const asked = query.safeParse(given);
  if (asked.success) return [`${kindOf(asked.data.collection)}${asked.data.group ? ' of all chats' : ''}`];
  const written = writes.safeParse(given);
  if (written.success)
    return [[...new Set(written.data.map(({ path }) => kindOf(path)))].toSorted().join(' + ')];
  const called = request.safeParse(given);
  return called.success ? [whoIs(called.data.instructions)] : [];
}
