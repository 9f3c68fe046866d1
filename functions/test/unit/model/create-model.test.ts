import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createModel, defaultApi, type ModelConfig } from '../../../src/model/index.ts';
import { ask, errorOf } from '../../support/model-calls.ts';
import { dialects } from '../../support/model-dialects.ts';
import { fails, ModelServer, streams } from '../../support/model-server.ts';

const server = new ModelServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

/** Where a model with this configuration sends its requests. */
async function pathOf(config: Partial<ModelConfig>): Promise<string | undefined> {
  server.treat(fails(400, {}));
  await errorOf(ask(createModel({ model: 'm', baseURL: server.baseURL, ...config })));
  return server.received[0]?.path;
}

describe('which API a model speaks', () => {
  it('no base URL -> Responses', () => {
    expect(defaultApi(undefined)).toBe('responses');
    expect(defaultApi('')).toBe('responses');
  });

  it('a base URL -> Chat Completions', async () => {
    expect(await pathOf({})).toBe('/v1/chat/completions');
  });

  it('said explicitly -> that one', async () => {
    expect(await pathOf({ api: 'responses' })).toBe('/v1/responses');
  });

  it('a slash at the end of the base URL makes no difference', async () => {
    expect(await pathOf({ baseURL: `${server.baseURL}/` })).toBe('/v1/chat/completions');
  });
});

describe('a configuration that cannot work is reported by the call', () => {
  it.each([
    ['neither key nor base URL', {}, 'model_not_configured'],
    ['both empty', { apiKey: ' ', baseURL: '' }, 'model_not_configured'],
    ['a base URL that is none', { baseURL: 'localhost' }, 'model_not_configured'],
    ['a base URL without http', { baseURL: 'localhost:11434/v1' }, 'model_not_configured'],
    ['a key that no header can hold', { apiKey: 'sk-“canary”' }, 'model_unauthorized'],
  ])('%s', async (_, config, code) => {
    const error = await errorOf(ask(createModel({ model: 'm', ...config })));
    expect(error).toMatchObject({ code, transient: false });
    expect(error.message).not.toContain('canary');
  });
});

describe('the SDK takes nothing from the environment behind our back', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('no key', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-from-the-environment');
    vi.stubEnv('OPENAI_BASE_URL', server.baseURL);
    expect(await errorOf(ask(createModel({ model: 'm' })))).toMatchObject({ code: 'model_not_configured' });
  });

  it('nothing that would tell another server who we are', async () => {
    vi.stubEnv('OPENAI_ADMIN_KEY', 'canary');
    vi.stubEnv('OPENAI_ORG_ID', 'canary');
    vi.stubEnv('OPENAI_PROJECT_ID', 'canary');
    await pathOf({});
    expect(server.received).toHaveLength(1);
    expect(JSON.stringify(server.received[0]?.headers)).not.toContain('canary');
  });

  it('no log: it would hold addresses and headers', async () => {
    vi.stubEnv('OPENAI_LOG', 'debug');
    const logs = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    );
    await pathOf({});
    for (const log of logs) expect(log).not.toHaveBeenCalled();
  });
});

describe('what a provider calls its errors is for the log', () => {
  it.each(dialects)(
    'a key as the name of the model that answered, by $api -> the one that was asked',
    async (dialect) => {
      const { api } = dialect;
      const named = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value).replaceAll('the-model', 'sk-4711-canary'));
      server.treat(streams([dialect.text('hi'), ...dialect.end()].map(named)));
      const model = createModel({ api, model: 'asked', baseURL: server.baseURL, apiKey: 'sk-4711-canary' });
      expect(await ask(model)).toMatchObject({ text: 'hi', model: 'asked' });
    },
  );

  const messageFor = async (code: string, apiKey = 'sk-4711-canary') => {
    server.treat(fails(400, { code }));
    const model = createModel({ model: 'm', baseURL: server.baseURL, apiKey });
    return (await errorOf(ask(model))).message;
  };

  it.each(['model_not_found', 'DeploymentNotFound', 'billing.not_active'])('%s -> as it is', async (code) => {
    expect(await messageFor(code)).toBe(`the provider reported an error with status 400: ${code}`);
  });

  it.each(['sk-4711-canary', 'sk-canary', 'key_4711', 'Bearer canary', 'c'.repeat(61)])(
    '%s, which may be a key -> left out',
    async (code) => {
      expect(await messageFor(code)).toBe('the provider reported an error with status 400: no reason given');
    },
  );

  it('a key that reads like a name -> left out as well', async () => {
    expect(await messageFor('canary', 'canary')).toBe('the provider said the key again');
  });
});
