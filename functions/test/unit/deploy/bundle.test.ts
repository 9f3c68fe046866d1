import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = new URL('../../../../', import.meta.url);
const run = promisify(execFile);

/** What the platform reads of a function: where it is found, and how it is deployed. */
const endpoint = z.looseObject({
  platform: z.literal('gcfv2'),
  region: z.array(z.string()),
  eventTrigger: z.looseObject({ eventType: z.string(), retry: z.boolean() }).optional(),
  scheduleTrigger: z.looseObject({ schedule: z.string() }).optional(),
  callableTrigger: z.looseObject({}).optional(),
});

// Walks the exports as the platform does: what has an endpoint is a function, an object is a group of them.
const list = `
  const found = {};
  const walk = (exports, prefix) => {
    for (const [name, one] of Object.entries(exports)) {
      if (typeof one === 'function' && one.__endpoint) found[prefix + name] = one.__endpoint;
      else if (typeof one === 'object' && one !== null) walk(one, prefix + name + '-');
    }
  };
  walk(await import('./functions/lib/index.js'), '');
  process.stdout.write(JSON.stringify(found, (key, value) => (value && typeof value.toCEL === 'function' ? String(value) : value)));
  process.exit(0);
`;

const functions = new Map<string, z.output<typeof endpoint>>();

beforeAll(async () => {
  await run('node', ['scripts/build-functions.ts'], { cwd: root });
  const env = {
    PATH: process.env['PATH'],
    GCLOUD_PROJECT: 'demo-bundle',
    FIREBASE_CONFIG: '{"projectId":"demo-bundle"}',
  };
  const { stdout } = await run('node', ['--input-type=module', '--eval', list], { cwd: root, env });
  for (const [name, one] of Object.entries(z.record(z.string(), endpoint).parse(JSON.parse(stdout))))
    functions.set(name, one);
});

describe('the bundle that is deployed, loaded by plain Node', () => {
  it('has every function, by the name that it is deployed under', () => {
    expect([...functions.keys()].toSorted()).toEqual([
      'acceptInvitation',
      'agent-loop',
      'archiveAgent',
      'changeRole',
      'checkConnection',
      'checkProvider',
      'createCompany',
      'createPersonalTenant',
      'deleteAdminAgent',
      'deleteChat',
      'deleteConnection',
      'deleteProvider',
      'inviteMember',
      'listModels',
      'listMothers',
      'listTools',
      'orchestrator',
      'orchestrator-notify',
      'pinChat',
      'rateReply',
      'removeMember',
      'renameChat',
      'renameTenant',
      'restoreChat',
      'resume',
      'revokeInvitation',
      'saveAdminAgent',
      'saveAgent',
      'saveConnection',
      'saveOrchestration',
      'saveProvider',
      'sweeper',
      'transferOwnership',
      'tryAgent',
    ]);
  });

  it.each(['orchestrator', 'orchestrator-notify', 'agent-loop', 'resume'])(
    '%s is delivered again when it fails, in the region of all',
    (name) => {
      expect(functions.get(name)).toMatchObject({ region: ['us-central1'], eventTrigger: { retry: true } });
    },
  );

  it('sweeps every minute', () => {
    expect(functions.get('sweeper')?.scheduleTrigger?.schedule).toBe('every 1 minutes');
  });

  it('needs no package that functions/package.json does not name', () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(new URL('functions/package.json', root), 'utf8')));
    const source = readFileSync(new URL('functions/lib/index.js', root), 'utf8');
    const imported = [...source.matchAll(/(?:from|import\()\s*"(?<name>[^".][^"]*)"/gu)].map(
      (match) => match.groups?.['name'] ?? '',
    );
    const packages = imported
      .filter((name) => !name.startsWith('node:'))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect([...new Set(packages)].filter((name) => !(name in dependencies))).toEqual([]);
  });
});
