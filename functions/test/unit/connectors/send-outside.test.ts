import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnswerLost, sendOutside, ToolError, type OutsideRequest } from '../../../src/connectors/index.ts';
import { isPublic } from '../../../src/connectors/outside/addresses.ts';
import { addressIn, nextHop } from '../../../src/connectors/outside/hop.ts';
import { ListeningServer, type Received } from '../../support/listening-server.ts';
import { innerAddresses } from './inner-addresses.ts';

/** The server of the one who was asked, and one that nobody may reach. */
let answering: (request: Received, response: ServerResponse) => void = () => undefined;
const outside = new ListeningServer((request, response) => answering(request, response));
const inside = new ListeningServer((_, response) => response.end('You have reached the inside.'));

beforeAll(() => Promise.all([outside.start(), inside.start()]));
afterAll(() => Promise.all([outside.stop(), inside.stop()]));
beforeEach(() => {
  inside.connections = 0;
  outside.connections = 0;
  outside.received.length = 0;
  answering = (_, response) => response.end('Hello.');
});

const SECRET = 'ck_canary';
const request = (url: string, change: Partial<OutsideRequest> = {}): OutsideRequest => ({
  method: 'GET',
  url,
  headers: { authorization: `Basic ${SECRET}`, accept: 'application/json' },
  signal: AbortSignal.timeout(5_000),
  ...change,
});

/** In these tests one port of this machine stands for the internet, and all others of it are inside. */
const toOutside = sendOutside({
  allowLoopback: true,
  mayReach: (address, port) => isPublic(address) || port === outside.port,
});
const atOutside = (path = '/') => `http://127.0.0.1:${outside.port}${path}`;

/** What a request failed with. */
async function failureOf(sent: Promise<unknown>): Promise<Error> {
  try {
    await sent;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('This should have failed.');
}

const byHttps = (url: string) => url.replace('http:', 'https:');

describe('an address that leads inside', () => {
  it('there are at least 60 of them', () => {
    expect(new Set(innerAddresses(1)).size).toBeGreaterThanOrEqual(60);
  });

  it.each(innerAddresses(0).map((url, index) => ({ url, index })))(
    '$url -> refused in words, 0 connections',
    async ({ index }) => {
      const url = innerAddresses(inside.port)[index] ?? '';
      const failure = await failureOf(sendOutside()(request(byHttps(url))));
      expect(failure).toBeInstanceOf(ToolError);
      expect(failure.message).toMatch(/not an address on the public internet|There is no server at/u);
      expect(inside.connections).toBe(0);
    },
  );

  it.each(innerAddresses(0).map((url, index) => ({ url, index })))(
    'redirected to $url -> refused in words, 0 connections',
    async ({ index }) => {
      // A header holds no other letters.
      const url = innerAddresses(inside.port)[index] ?? '';
      const location = /^[ -~]*$/u.test(url) ? url : encodeURI(url);
      answering = (_, response) => response.writeHead(302, { location }).end();
      const failure = await failureOf(toOutside(request(atOutside())));
      expect(failure).toBeInstanceOf(ToolError);
      expect(failure.message).toMatch(/not an address on the public internet|There is no server at/u);
      expect(outside.connections).toBe(1);
      expect(inside.connections).toBe(0);
    },
  );

  it('the server that counts would have been reached', async () => {
    const toEverything = sendOutside({ allowLoopback: true });
    const forms = ['127.0.0.1', '127.1', '2130706433', '0x7f.1', 'localhost'];
    const reached = forms.map((host) => toEverything(request(`http://${host}:${inside.port}/`)));
    expect((await Promise.all(reached)).map(({ body }) => body)).toEqual(
      forms.map(() => 'You have reached the inside.'),
    );
    expect(inside.connections).toBe(forms.length);
  });

  it('public ones are let through', () => {
    const found = [
      '1.1.1.1',
      '93.184.216.34',
      '172.32.0.1',
      '100.128.0.1',
      '2606:4700::1111',
      '2a00:1450::1',
    ];
    expect(found.filter(isPublic)).toEqual(found);
  });
});

describe('a name', () => {
  const named = (answers: readonly string[][], mayReach?: (address: string) => boolean) => {
    const asked: string[] = [];
    const send = sendOutside({
      allowLoopback: true,
      mayReach: mayReach ?? isPublic,
      resolve: (name) => {
        asked.push(name);
        const addresses = answers[asked.length - 1] ?? answers.at(-1) ?? [];
        return Promise.resolve(
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
      },
    });
    return { asked, send };
  };
  const shop = () => `http://shop.example:${inside.port}/`;

  it.each([['127.0.0.1'], ['::1'], ['10.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254']])(
    'that stands for %s -> refused, 0 connections',
    async (address) => {
      const failure = await failureOf(named([[address]]).send(request(shop())));
      expect(failure.message).toContain('not an address on the public internet');
      expect(inside.connections).toBe(0);
    },
  );

  it('with one address outside and one inside -> refused as a whole', async () => {
    const failure = await failureOf(named([['93.184.216.34', '127.0.0.1']]).send(request(shop())));
    expect(failure.message).toContain('not an address on the public internet');
    expect(inside.connections).toBe(0);
  });

  it('changes between look-up and connect -> looked up once, and connected to what was checked', async () => {
    // The first answer is one that nobody has: a client that looks the name up again to connect would reach the inside.
    const { asked, send } = named([['192.0.2.1'], ['127.0.0.1']], (address) => address === '192.0.2.1');
    const failure = await failureOf(send(request(shop(), { signal: AbortSignal.timeout(300) })));
    expect(failure).toBeInstanceOf(ToolError);
    expect(asked).toEqual(['shop.example']);
    expect(inside.connections).toBe(0);
  });

  it('changes between two requests -> the second is refused; no connection is used again', async () => {
    const { asked, send } = named([['127.0.0.1'], ['10.0.0.1']], (address) => address === '127.0.0.1');
    const url = `http://shop.example:${outside.port}/`;
    expect((await send(request(url))).body).toBe('Hello.');
    expect((await failureOf(send(request(url)))).message).toContain('not an address on the public internet');
    expect(asked).toHaveLength(2);
    expect(outside.connections).toBe(1);
  });

  it('the address at the other end is not the one that was checked -> nothing is sent', async () => {
    let checks = 0;
    const { send } = named([['127.0.0.1']], () => (checks += 1) === 1);
    const failure = await failureOf(send(request(`http://shop.example:${outside.port}/`)));
    expect(failure.message).toContain('not an address on the public internet');
    expect(outside.received).toEqual([]);
  });

  it('that nobody has -> says so', async () => {
    const failure = await failureOf(named([[]]).send(request(shop())));
    expect(failure.message).toBe(`There is no server at shop.example:${inside.port}.`);
  });
});

describe('an address', () => {
  it.each([
    ['http://shop.example/', 'https://'],
    ['ftp://shop.example/', 'https://'],
    ['file:///etc/passwd', 'https://'],
    ['https://user:canary@shop.example/', 'user name or a password'],
    ['https://user@shop.example/', 'user name or a password'],
    ['no address', 'not valid'],
    ['https://[::1%25lo]/', 'not valid'],
  ])('%s -> refused in words without a secret', async (url, words) => {
    const failure = await failureOf(sendOutside()(request(url)));
    expect(failure).toBeInstanceOf(ToolError);
    expect(failure.message).toContain(words);
    expect(failure.message).not.toContain('canary');
  });

  it.each(['ftp', 'ws', 'gopher'])('%s is refused where http is allowed, too', async (scheme) => {
    const send = sendOutside({ allowLoopback: true });
    const failure = await failureOf(send(request(`${scheme}://127.0.0.1:${inside.port}/`)));
    expect(failure.message).toContain('https://');
    expect(inside.connections).toBe(0);
  });

  it('a proxy in the environment is passed by', async () => {
    const before = { ...process.env };
    const proxy = `http://127.0.0.1:${inside.port}`;
    Object.assign(process.env, {
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      HTTPS_PROXY: proxy,
      ALL_PROXY: proxy,
    });
    try {
      expect((await toOutside(request(atOutside()))).body).toBe('Hello.');
    } finally {
      process.env = before;
    }
    expect(inside.connections).toBe(0);
  });
});

describe('a redirect', () => {
  const from = (url: string) => ({ url: new URL(url), headers: { authorization: SECRET, accept: '*/*' } });
  const strict = { allowHttp: false };
  const local = { allowHttp: true };

  it('3 are followed, the fourth is one too many', async () => {
    answering = ({ url }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end('There.');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    };
    expect((await toOutside(request(atOutside('/3')))).body).toBe('There.');
    expect((await failureOf(toOutside(request(atOutside('/4'))))).message).toContain('without end');
  });

  it('to another origin -> the keys are not sent along; within one they are', async () => {
    answering = ({ url }, response) => {
      if (url === '/') response.writeHead(301, { location: `http://localhost:${outside.port}/there` }).end();
      else if (url === '/within') response.writeHead(301, { location: '/there' }).end();
      else response.end('There.');
    };
    await toOutside(
      request(atOutside('/'), { headers: { Authorization: SECRET, 'x-key': SECRET, Accept: 'a/b' } }),
    );
    await toOutside(request(atOutside('/within')));
    const [, across, , within] = outside.received;
    expect(JSON.stringify(across?.headers)).not.toContain(SECRET);
    expect(across?.headers.accept).toBe('a/b');
    expect(within?.headers.authorization).toContain(SECRET);
  });

  it('another port is another origin', () => {
    expect(nextHop(from('https://shop.example/'), 'https://shop.example:8443/', strict).headers).toEqual({
      accept: '*/*',
    });
  });

  it.each([
    ['https://shop.example/', 'http://shop.example/', local, 'without encryption'],
    ['https://shop.example/', 'http://shop.example/', strict, 'https://'],
    ['https://shop.example/', 'https://user:pass@shop.example/', strict, 'user name or a password'],
    ['https://shop.example/', 'javascript:alert(1)', strict, 'https://'],
    ['https://shop.example/', 'https://[bad', strict, 'cannot be read'],
    ['https://shop.example/', null, strict, 'cannot be read'],
  ])('from %s to %s -> refused', (url, location, rules, words) => {
    expect(() => nextHop(from(url), location, rules)).toThrow(words);
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)(
    'of a %s -> an error, and nothing is sent there',
    async (method) => {
      answering = (_, response) => response.writeHead(307, { location: '/there' }).end();
      const failure = await failureOf(toOutside(request(atOutside(), { method, body: '{}' })));
      expect(failure).toBeInstanceOf(ToolError);
      expect(outside.received).toHaveLength(1);
    },
  );

  it.each([302, 303])('of a POST with %s, which may mean "done" -> its answer is lost', async (status) => {
    answering = (_, response) => response.writeHead(status, { location: '/there' }).end();
    const sent = toOutside(request(atOutside(), { method: 'POST', body: '{}' }));
    expect(await failureOf(sent)).toBeInstanceOf(AnswerLost);
  });
});

describe('an answer', () => {
  const packed = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  const MEGABYTE = 1_000_000;

  it('status, headers and text come back', async () => {
    answering = (_, response) =>
      response.writeHead(418, { 'x-wp-total': '7', 'set-cookie': ['a=1', 'b=2'] }).end('\u{FEFF}{"ä":1}');
    const { status, headers, body } = await toOutside(request(atOutside('/path?q=1')));
    expect({ status, total: headers.get('x-wp-total'), body }).toEqual({
      status: 418,
      total: '7',
      body: '{"ä":1}',
    });
    expect(outside.received[0]?.url).toBe('/path?q=1');
  });

  it.each(Object.keys(packed) as (keyof typeof packed)[])('packed by %s -> unpacked', async (encoding) => {
    answering = (_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(packed[encoding]('Hello.'));
    expect((await toOutside(request(atOutside()))).body).toBe('Hello.');
  });

  it('of 10 MB -> an error in words', async () => {
    answering = (_, response) => response.end(Buffer.alloc(10 * MEGABYTE, 'a'));
    expect((await failureOf(toOutside(request(atOutside())))).message).toContain('longer than 5 MB');
  });

  it('without end -> an error in words, and the connection is closed', async () => {
    const closed = new Promise<void>((resolve) => {
      answering = (_, response) => {
        response.on('close', () => resolve());
        const piece = Buffer.alloc(MEGABYTE / 10, 'a');
        const write = () => {
          while (!response.destroyed && response.write(piece));
        };
        response.on('drain', write);
        write();
      };
    });
    expect((await failureOf(toOutside(request(atOutside())))).message).toContain('longer than 5 MB');
    await closed;
  });

  it.each(Object.keys(packed) as (keyof typeof packed)[])(
    'of 100 MB packed small by %s -> an error',
    async (encoding) => {
      const bomb = packed[encoding](Buffer.alloc(100 * MEGABYTE));
      expect(bomb.length).toBeLessThan(MEGABYTE);
      answering = (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
      expect((await failureOf(toOutside(request(atOutside())))).message).toContain('longer than 5 MB');
    },
  );

  it('of 6 MB that unpack to nothing -> an error', async () => {
    const nothing = gzipSync('');
    const many = Buffer.concat(Array.from({ length: (6 * MEGABYTE) / nothing.length }, () => nothing));
    answering = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(many);
    expect((await failureOf(toOutside(request(atOutside())))).message).toContain('longer than 5 MB');
  });

  it.each(['zip', 'gzip, gzip'])('packed as "%s" -> an error in words', async (encoding) => {
    answering = (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end('what');
    expect((await failureOf(toOutside(request(atOutside())))).message).toContain('packed in a way');
  });

  it('that is not what it says -> an error in words', async () => {
    answering = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
    expect((await failureOf(toOutside(request(atOutside())))).message).toMatch(
      /What .* answered cannot be read/u,
    );
  });

  it('with headers that are too long -> an error in words', async () => {
    answering = (_, response) => response.writeHead(200, { 'x-long': 'a'.repeat(40_000) }).end();
    expect((await failureOf(toOutside(request(atOutside())))).message).toContain('headers that are too long');
  });

  it('that does not come in time -> says so', async () => {
    answering = () => undefined;
    const sent = toOutside(request(atOutside(), { signal: AbortSignal.timeout(50) }));
    expect((await failureOf(sent)).message).toContain('did not answer in time');
  });

  it('that stops in the middle -> says so when the time is up', async () => {
    answering = (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('begin');
    const sent = toOutside(request(atOutside(), { signal: AbortSignal.timeout(100) }));
    expect((await failureOf(sent)).message).toContain('did not answer in time');
  });

  it('that breaks off -> an error in words without the address', async () => {
    answering = (_, response) => void response.destroy();
    const failure = await failureOf(toOutside(request(atOutside('/path?consumer_secret=canary'))));
    expect(failure).toBeInstanceOf(ToolError);
    expect(failure.message).toBe(`The connection to 127.0.0.1:${outside.port} broke off.`);
  });

  it('from nobody -> says so', async () => {
    const nobody = new ListeningServer(() => undefined);
    await nobody.start();
    await nobody.stop();
    const send = sendOutside({ allowLoopback: true });
    const failure = await failureOf(
      send(request(`http://127.0.0.1:${nobody.port}/`, { method: 'POST', body: '{}' })),
    );
    expect(failure).toBeInstanceOf(ToolError);
    expect(failure.message).toContain('does not take connections');
  });

  it('without encryption where some is asked for -> nothing is sent', async () => {
    const failure = await failureOf(toOutside(request(byHttps(atOutside()), { method: 'POST', body: '{}' })));
    expect(failure).toBeInstanceOf(ToolError);
    expect(outside.received).toEqual([]);
  });
});

describe('an answer to something that may have changed something', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['breaks off', (response) => void response.destroy()],
    [
      'is cut in the middle',
      (response) => void response.writeHead(200, { 'content-length': '9' }).write('{'),
    ],
    ['does not come', () => undefined],
    ['is too long', (response) => void response.end('a'.repeat(5_000_001))],
  ])('%s -> it is lost, not refused', async (_, answer) => {
    answering = (_, response) => answer(response);
    const failure = await failureOf(
      toOutside(request(atOutside(), { method: 'POST', body: '{}', signal: AbortSignal.timeout(300) })),
    );
    expect(failure).toBeInstanceOf(AnswerLost);
    expect(failure).not.toBeInstanceOf(ToolError);
  });

  it('a call that was stopped before it began -> a no, and nothing is sent', async () => {
    const signal = AbortSignal.abort();
    const failure = await failureOf(toOutside(request(atOutside(), { method: 'POST', body: '{}', signal })));
    expect(failure).toBeInstanceOf(ToolError);
    expect(outside.connections).toBe(0);
  });
});

it('an address is taken as it is written', () => {
  expect(addressIn('https://shop.example:8443/wp', { allowHttp: false }).href).toBe(
    'https://shop.example:8443/wp',
  );
});
