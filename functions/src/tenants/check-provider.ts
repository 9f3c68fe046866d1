import type { ErrorCode } from '../contracts/index.ts';
import { ModelError, createModel, listModels } from '../model/index.ts';
import type { OpenedProvider } from './providers.ts';

/** What came of trying a provider, in words for a super-admin, and the models that it lists. */
export type CheckedProvider = { readonly ok: boolean; readonly words: string; readonly models: string[] };

const problems: Partial<Record<ErrorCode, string>> = {
  model_unauthorized: 'It rejected the key.',
  model_quota: 'It says that the quota is used up. Check the plan and billing there.',
  model_busy: 'It is busy. Try again in a minute.',
  model_unavailable: 'It could not be reached, or had an error. Check the base URL.',
  model_too_slow: 'It took too long to answer.',
  model_rejected: 'It did not accept the request. Check the base URL, the API and the model’s name.',
  model_not_configured: 'It has neither a key nor a base URL that can be used.',
};

const inWords = (error: ModelError): string => problems[error.code] ?? 'It gave no answer that can be used.';

const LIST_MS = 10_000;
const limits = { firstChunkMs: 25_000, nextChunkMs: 10_000, callMs: 35_000 };

/** At most; the page waits longer. */
export const CHECK_TAKES_MS: number = LIST_MS + limits.callMs;

/** A call like Mother's, but as small as it gets; bounded, because hers are, and not every server knows that. */
const REQUEST = {
  instructions: 'Answer with the one word OK.',
  messages: [{ role: 'user', content: 'Are you there?' }],
  tools: [],
  toolChoice: 'auto',
  maxOutputTokens: 4_000,
} as const;

async function failureOf(work: () => Promise<unknown>): Promise<ModelError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
}

/** Lists the models of a provider, and calls the one that an admin agent asks for, if there is one. */
export async function checkProvider(opened: OpenedProvider): Promise<CheckedProvider> {
  const { adapter: api, baseUrl: baseURL, key: apiKey, model: wanted } = opened;
  let models: string[] = [];
  const notListed = await failureOf(async () => {
    models = await listModels({ apiKey, baseURL }, AbortSignal.timeout(LIST_MS));
  });
  const listed = `It lists ${models.length} models`;
  if (!wanted) {
    return notListed
      ? { ok: false, words: inWords(notListed), models }
      : { ok: true, words: `${listed}. No admin agent uses it yet, so none was called.`, models };
  }
  const port = createModel({ ...wanted, apiKey, baseURL, api, limits });
  const notCalled = await failureOf(() => port.call(REQUEST, { signal: new AbortController().signal }));
  if (notCalled) return { ok: false, words: `${wanted.model} was called. ${inWords(notCalled)}`, models };
  // Not every compatible server lists what it has.
  return {
    ok: true,
    words: `${notListed ? 'It lists no models' : listed}, and ${wanted.model} answered.`,
    models,
  };
}
