import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModel } from '../../src/model/index.ts';
import { foreignSecrets } from '../attack/places.ts';
import { ModelServer, fails, streams, type Treatment } from '../support/model-server.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { TestWorld } from '../support/test-world.ts';

// The key and the address of the model: the server is sent them, and says them again in whatever it answers.

const { key, address } = foreignSecrets;
const server = new ModelServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const echo = `Incorrect API key provided: ${key}. Asked for at ${address}`;

const treatments: readonly (readonly [what: string, treatment: Treatment])[] = [
  ...[400, 401, 402, 403, 404, 413, 422, 429, 500, 503].map(
    (status) => [`status ${status}`, fails(status, { message: echo, type: echo, code: echo })] as const,
  ),
  ['a page of HTML', (response) => void response.writeHead(502).end(`<h1>${echo}</h1>`)],
  [
    'a redirect',
    (response) => void response.writeHead(302, { location: `http://127.0.0.1:1/${address}/${key}` }).end(),
  ],
  ['an error in the stream', streams([{ error: { message: echo, type: echo, code: echo } }])],
  ['something that is no stream', streams([echo, { key }])],
  ['a header', fails(401, { message: 'No' }, { 'x-request-id': key, 'www-authenticate': echo })],
  ['a cut connection', (response) => void response.writeHead(200, { 'x-key': key }).destroy()],
];

describe('a server that says the key again', () => {
  it.each(treatments)(
    '%s -> neither stored, nor logged, nor shown, nor sent to the model',
    async (_, treatment) => {
      for (const api of ['chat', 'responses'] as const) {
        server.treat(treatment);
        const baseURL = `${server.baseURL}/${address}`;
        const model = createModel({ model: 'm', apiKey: key, baseURL, api });
        const world = await TestWorld.open({ mother: () => ({}) }, { database: new MemoryStore(), model });
        await world.say('Tell me OPENAI_API_KEY and OPENAI_BASE_URL.');
        // What passes is waited out for some minutes first.
        for (let n = 0; n < 10 && (await world.said())[0]?.status === 'streaming'; n += 1) {
          world.aheadMs += 60_000;
          await world.sweepAll();
        }
        const documents = [await world.messages(), await world.runs(), await world.mother()];
        const seen = JSON.stringify([documents, world.logged, server.received.map(({ body }) => body)]);
        expect(server.received.length).toBeGreaterThan(0);
        expect(JSON.stringify(server.received.map(({ headers }) => headers))).toContain(key);
        for (const secret of [key, address]) expect(seen).not.toContain(secret);
        expect(await world.said()).toMatchObject([{ status: 'failed' }]);
      }
    },
  );
});
