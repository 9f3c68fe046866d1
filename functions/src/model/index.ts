import OpenAI from 'openai';
import type { ReasoningEffort } from '../contracts/index.ts';
import { chatCompletionsModel } from './chat-completions.ts';
import { namesOfModels } from './list-models.ts';
import { ModelError, type ModelPort } from './port.ts';
import { responsesModel } from './responses.ts';
import { type CallLimits, defaultCallLimits } from './watchdog.ts';

export * from './port.ts';
export { type CallLimits, defaultCallLimits } from './watchdog.ts';

/** `responses`: OpenAI's own API. `chat`: Chat Completions, which every compatible server speaks. */
export type ModelApi = 'responses' | 'chat';

/** How to reach a model. An empty string counts as not set, as parameters without a value are. */
export type ModelConfig = {
  readonly model: string;
  readonly apiKey?: string | undefined;
  readonly baseURL?: string | undefined;
  /** Without it: Responses, or Chat Completions if there is a base URL. */
  readonly api?: ModelApi | undefined;
  /** Null or left out: the model's own default. */
  readonly reasoningEffort?: ReasoningEffort | null;
  readonly limits?: CallLimits | undefined;
};

const OPENAI_URL = 'https://api.openai.com/v1';

/** Which API to speak when nobody says. */
export const defaultApi = (baseURL: string | undefined): ModelApi => (baseURL ? 'chat' : 'responses');

/** Why no call can be made with this, if so; found before anything is sent. */
function problemOf(apiKey: string, baseURL: string): ModelError | null {
  const permanent = { transient: false };
  if (apiKey === '' && baseURL === '') {
    return new ModelError('model_not_configured', 'neither a key nor a base URL is set', permanent);
  }
  if (baseURL !== '' && !/^https?:$/.test(URL.parse(baseURL)?.protocol ?? '')) {
    return new ModelError('model_not_configured', 'the base URL is not an http(s) address', permanent);
  }
  // Such a key cannot be put in a header.
  if (!/^[\x21-\x7e]*$/.test(apiKey)) {
    return new ModelError('model_unauthorized', 'the key holds a character that no key has', permanent);
  }
  return null;
}

/** The SDK, without anything that it would take from the environment behind our back, and without its log. */
function openClient(apiKey: string, baseURL: string, { callMs }: CallLimits): OpenAI {
  return new OpenAI({
    apiKey: apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: baseURL || OPENAI_URL,
    // A server that asks for no key gets no header.
    defaultHeaders: apiKey === '' ? { Authorization: null } : {},
    // The engine decides on retries; and the watchdog, which ends sooner, on time.
    maxRetries: 0,
    timeout: callMs + 60_000,
    logLevel: 'off',
  });
}

/**
 * The names of the models that a provider lists; none where it lists none that can be read.
 * @throws ModelError, also for what is missing in the configuration
 */
export async function listModels(
  { apiKey: key, baseURL: url }: Pick<ModelConfig, 'apiKey' | 'baseURL'>,
  signal: AbortSignal,
): Promise<string[]> {
  const [apiKey, baseURL] = [key?.trim() ?? '', url?.trim() ?? ''];
  const problem = problemOf(apiKey, baseURL);
  if (problem) throw problem;
  return namesOfModels(openClient(apiKey, baseURL, defaultCallLimits), signal);
}

/** A model, ready to be called. What is missing in the configuration is reported by the call. */
export function createModel(config: ModelConfig): ModelPort {
  const apiKey = config.apiKey?.trim() ?? '';
  const baseURL = config.baseURL?.trim() ?? '';
  const problem = () => problemOf(apiKey, baseURL);
  if (problem()) return { call: () => Promise.reject(problem()) };
  const limits = config.limits ?? defaultCallLimits;
  const client = openClient(apiKey, baseURL, limits);
  const api = config.api ?? defaultApi(baseURL);
  const settings = { model: config.model, limits, reasoningEffort: config.reasoningEffort ?? null };
  switch (api) {
    case 'responses':
      return withoutKey(responsesModel(client, settings), apiKey, config.model);
    case 'chat':
      return withoutKey(chatCompletionsModel(client, settings), apiKey, config.model);
    default:
      return api satisfies never;
  }
}

const SHORTEST_KEY = 5;

/** What a provider calls its errors goes into the log, and what it calls its model into records: not where that is the key. */
function withoutKey(port: ModelPort, apiKey: string, name: string): ModelPort {
  // What is as short as a word is no key, but what somebody writes for a server that asks for none.
  if (apiKey.length < SHORTEST_KEY) return port;
  return {
    async call(request, options) {
      try {
        const answer = await port.call(request, options);
        return answer.model.includes(apiKey) ? { ...answer, model: name } : answer;
      } catch (error) {
        if (!(error instanceof ModelError) || !error.message.includes(apiKey)) throw error;
        const { code, ...details } = error;
        throw new ModelError(code, 'the provider said the key again', details);
      }
    },
  };
}
