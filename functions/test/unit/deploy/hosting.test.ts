import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import firebaseJson from '../../../../firebase.json' with { type: 'json' };
import { assetHeaders, deployedHeaders } from '../../../../scripts/local/page-headers.ts';

const { headers: rules, rewrites } = firebaseJson.hosting;
const sent = rules.find(({ source }) => source === '**')?.headers ?? [];

/** Answers as Hosting does; firebase-tools brings it. */
type Serve = (spec: { port: 0; hostname: string; cwd: string; stack: 'strict'; config: object }) => {
  listen: (then: () => void) => Server;
};
const ofFirebaseTools = createRequire(createRequire(import.meta.url).resolve('firebase-tools/package.json'));
const { server: serve } = z
  .object({ server: z.custom<Serve>((it) => typeof it === 'function') })
  .parse(ofFirebaseTools('superstatic'));
const directives = new Map(
  (deployedHeaders['Content-Security-Policy'] ?? '').split('; ').map((one) => {
    const [name = '', ...sources] = one.split(' ');
    return [name, sources] as const;
  }),
);

describe('what Hosting sends with each file', () => {
  it('is what the local servers send', () => {
    expect(Object.fromEntries(sent.map(({ key, value }) => [key, value]))).toEqual(deployedHeaders);
  });

  it('nothing is allowed that is not named, and nobody else may show the page', () => {
    for (const name of ['default-src', 'object-src', 'base-uri', 'frame-ancestors'])
      expect([name, directives.get(name)]).toEqual([name, ["'none'"]]);
    expect(directives.get('form-action')).toEqual(["'self'"]);
  });

  it('no script but those of the page and of Google’s sign-in and App Check', () => {
    expect(directives.get('script-src')).toEqual([
      "'self'",
      'https://apis.google.com',
      'https://www.google.com/recaptcha/',
      'https://www.gstatic.com/recaptcha/',
    ]);
  });

  it('no eval, no whole scheme, no machine of a developer’s', () => {
    const all = [...directives.values()].flat();
    for (const one of ["'unsafe-eval'", 'https:', 'http:', '*', 'blob:']) expect(all).not.toContain(one);
    expect(all.filter((one) => /localhost|127\.0\.0\.1|^ws/u.test(one))).toEqual([]);
    const inline = [...directives].filter(([, sources]) => sources.includes("'unsafe-inline'"));
    expect(inline.map(([name]) => name)).toEqual(['style-src-elem']);
  });
});

describe('what Hosting answers', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hosting-'));
  let server: Server;
  beforeAll(async () => {
    mkdirSync(path.join(folder, 'assets'));
    for (const file of ['index.html', 'theme.js', 'assets/now.js'])
      writeFileSync(path.join(folder, file), '');
    const config = { public: '.', headers: rules, rewrites };
    const app = serve({ port: 0, hostname: '127.0.0.1', cwd: folder, stack: 'strict', config });
    await new Promise<void>((then) => {
      server = app.listen(then);
    });
  });
  afterAll(async () => {
    await new Promise((then) => server.close(then));
    rmSync(folder, { recursive: true });
  });
  async function answerTo(file: string) {
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const { status, headers } = await fetch(`http://127.0.0.1:${port}${file}`);
    return { status, caching: headers.get('cache-control') };
  }
  const PAGE = { status: 200, caching: deployedHeaders['Cache-Control'] };

  it.each(['/', '/index.html', '/chat/one', '/company/one/assets/two', '/theme.js'])(
    '%s -> looked up anew each time: it names the files of one version',
    async (file) => {
      expect(await answerTo(file)).toEqual(PAGE);
      expect(PAGE.caching).toBe('no-cache');
    },
  );

  it('a file of this version -> kept', async () => {
    expect(await answerTo('/assets/now.js')).toEqual({
      status: 200,
      caching: assetHeaders['Cache-Control'],
    });
  });

  it('a file of another version -> missing, and not for long: that version may come back', async () => {
    const { status, caching } = await answerTo('/assets/before.js');
    expect(status).toBe(404);
    expect(caching).not.toContain('immutable');
    expect(Number(/max-age=(\d+)/u.exec(caching ?? '')?.[1])).toBeLessThanOrEqual(600);
  });
});
