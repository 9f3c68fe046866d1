import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits, noUsage, paths } from '../../src/contracts/index.ts';
import type { ModelPort } from '../../src/model/index.ts';
import { deleteAdminAgent } from '../../src/tenants/providers.ts';
import { remove } from '../../src/store/documents.ts';
import { dialects } from '../support/model-dialects.ts';
import { ModelServer, fails, streams } from '../support/model-server.ts';
import { worldWithProvider } from '../support/provider-world.ts';
import { newKey, vaultWith } from '../support/vault.ts';

// A tenant chose its Mother: what she says comes from that provider, by its key, and is paid for by its price.

const provider = new ModelServer();
beforeAll(() => provider.start());
afterAll(() => provider.stop());

const vault = vaultWith(newKey('k'));
const KEY = 'sk-first-0123456';
const said = { text: 'From the deployment.', toolCalls: [], refusal: null, usage: noUsage, model: 'own' };
const own: ModelPort = { call: () => Promise.resolve(said) };
const price = { input: 2_000_000, cached: 200_000, output: 10_000_000 };

describe.each(dialects)('a Mother by the $api API of a provider', (dialect) => {
  const well = streams([
    dialect.text('Hello!'),
    ...dialect.end('complete', { input: 500, cached: 0, output: 100 }),
  ]);
  const open = () =>
    worldWithProvider({ vault, baseUrl: provider.baseURL, key: KEY, adapter: dialect.api, price, own });
  const keysSent = () => new Set(provider.received.map(({ headers }) => headers['authorization']));

  it('answers with its model and persona; the record names it, and what it cost', async () => {
    const { world } = await open();
    provider.treat(well);
    await world.say('Hello');
    expect(await world.said()).toMatchObject([{ content: 'Hello!', status: 'complete' }]);
    expect([...keysSent()]).toEqual([`Bearer ${KEY}`]);
    expect(provider.received[0]?.body).toMatchObject({ model: 'the-careful-model' });
    expect(JSON.stringify(provider.received[0]?.body)).toContain('You are careful.');
    // 500 tokens at 2 dollars a million, and 100 at 10.
    expect(await world.runs()).toMatchObject([{ agentId: 'careful', costMicros: 2_000 }]);
  });

  it('her key revoked in the middle -> said so; another one given -> Retry goes on', async () => {
    const { world, give } = await open();
    provider.treat(well);
    await world.say('Hello');
    provider.treat(fails(401, { code: 'invalid_api_key' }));
    await world.say('And now?');
    const failed = (await world.said()).at(-1);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'provider_missing' } });
    await give('sk-second-0123456');
    provider.treat(well);
    await world.say('', { retry: { kind: 'message', id: failed?.id ?? '' } });
    expect((await world.said()).at(-1)).toMatchObject({ content: 'Hello!', status: 'complete' });
    expect([...keysSent()]).toEqual(['Bearer sk-second-0123456']);
  });

  it.each(['the admin agent', 'the provider'])(
    '%s deleted -> said so at the next message; none chosen -> Retry goes on with the deployment’s',
    async (what) => {
      const { world, database, choose } = await open();
      provider.treat(well);
      if (what === 'the admin agent') await deleteAdminAgent(database, 'careful');
      else await database.commit([remove(paths.providers.one('provider'))]);
      await world.say('Hello');
      const [failed] = await world.said();
      expect(failed).toMatchObject({ status: 'failed', error: { code: 'provider_missing' } });
      expect(failed?.error?.message).toContain('An admin can choose another one in the settings');
      expect(provider.received).toEqual([]);
      expect((await world.runs()).at(-1)).toMatchObject({ error: 'provider_missing' });
      await choose(null);
      world.aheadMs += limits.settingsKeptMs + 1_000;
      await world.say('', { retry: { kind: 'message', id: failed?.id ?? '' } });
      expect((await world.said()).at(-1)).toMatchObject({ content: 'From the deployment.' });
    },
  );
});
