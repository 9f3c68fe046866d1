import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Store } from '../../src/store/port.ts';
import { emulatorStore } from '../support/emulator.ts';
import { openAll, storedProvider, storedShop } from '../support/sealed-world.ts';
import { newKey, vaultWith } from '../support/vault.ts';

const root = new URL('../../../', import.meta.url);
const ended = z.object({ code: z.number().default(0), stdout: z.string(), stderr: z.string() });
const args = ['scripts/rotate-vault.ts', '--project', process.env['GCLOUD_PROJECT'] ?? ''];

const [oldKey, freshKey] = [newKey('old'), newKey('fresh')];
const both = `${freshKey},${oldKey}`;
const SHOPS = 12;

let store: Store;
beforeEach(async () => {
  store = await emulatorStore(true);
  const before = vaultWith(oldKey);
  await store.commit([
    ...Array.from({ length: SHOPS }, (_, n) => storedShop(before, `tenant-${n % 3}`, `shop-${n}`)),
    storedProvider(before, 'openai'),
  ]);
});

/** The command as somebody types it, over the emulator; gives how it ended and what it printed. */
async function run(keys: string): Promise<z.output<typeof ended>> {
  const options = { cwd: root, env: { ...process.env, VAULT_KEYS: keys } };
  try {
    return ended.parse(await promisify(execFile)(process.execPath, args, options));
  } catch (error) {
    return ended.parse(error);
  }
}

/** Begins it, and kills its process as soon as it has said so many times that something is sealed anew. */
async function killAfter(lines: number): Promise<NodeJS.Signals | null> {
  const env = { ...process.env, VAULT_KEYS: both };
  const command = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(command, 'close');
  let said = 0;
  for await (const line of createInterface({ input: command.stdout })) {
    if (line.startsWith('resealed')) said += 1;
    if (said === lines) break;
  }
  command.kill('SIGKILL');
  await closed;
  return command.signalCode;
}

describe('npm run rotate-vault', { timeout: 60_000 }, () => {
  it('everything is sealed with the first key; again -> nothing to do; and no key is printed', async () => {
    const first = await run(both);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${SHOPS + 1} sealed with fresh`),
    });
    expect(await openAll(store, vaultWith(freshKey))).toEqual({ fresh: SHOPS + 1 });
    const again = await run(freshKey);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 sealed with fresh') });
    for (const key of [oldKey, freshKey])
      expect(JSON.stringify([first, again])).not.toContain(key.split(':')[1]);
  });

  it('its process killed in the middle, three times -> everything opens; run again -> done', async () => {
    for (const lines of [1, 2, 3]) {
      expect(await killAfter(lines)).toBe('SIGKILL');
      const counts = await openAll(store, vaultWith(freshKey, oldKey));
      expect((counts['old'] ?? 0) + (counts['fresh'] ?? 0)).toBe(SHOPS + 1);
      expect(counts['fresh']).toBeGreaterThanOrEqual(lines);
    }
    expect(await run(both)).toMatchObject({ code: 0 });
    expect(await openAll(store, vaultWith(freshKey))).toEqual({ fresh: SHOPS + 1 });
  });

  it('twice at once -> done', async () => {
    const runs = await Promise.all([run(both), run(both)]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(await openAll(store, vaultWith(freshKey))).toEqual({ fresh: SHOPS + 1 });
  });

  it('without the key that something is sealed with -> says which key, changes nothing, ends with 1', async () => {
    const { code, stdout } = await run(freshKey);
    expect(code).toBe(1);
    expect(stdout).toContain('sealed with key old, which VAULT_KEYS lacks');
    expect(stdout).toContain(`${SHOPS + 1} left`);
    expect(await openAll(store, vaultWith(oldKey))).toEqual({ old: SHOPS + 1 });
  });

  it('keys that cannot be used -> says so without them', async () => {
    const { code, stderr } = await run('canary:canary');
    expect(code).toBe(1);
    expect(stderr).toContain('VAULT_KEYS has an entry that is not');
    expect(stderr).not.toContain('canary');
  });
});
