import type OpenAI from 'openai';
import { z } from 'zod';
import { toModelError } from './errors.ts';

const MOST = 200;
/** As long as a model's name may be. */
const name = z.string().regex(/^[\x21-\x7e]{1,80}$/);
const page = z.object({ data: z.array(z.object({ id: z.string() }).catch({ id: '' })) });

/** The names of the models that a server says it has. @throws ModelError */
export async function namesOfModels(client: OpenAI, signal: AbortSignal): Promise<string[]> {
  const answer = await client.models.list({ signal }).catch((error: unknown) => {
    throw toModelError(error);
  });
  const listed = page.safeParse(answer);
  const names = listed.success ? listed.data.data.map(({ id }) => id) : [];
  return [...new Set(names.filter((one) => name.safeParse(one).success))].toSorted().slice(0, MOST);
}
