import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MOTHER, paths } from '../../src/contracts/index.ts';
import { plainMother } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

const root = new URL('../../../', import.meta.url);
const ended = z.object({ code: z.number().default(0), stdout: z.string() });

/** A command as somebody types it, over the emulator; gives how it ended and what it printed. */
async function run(script: string, ...args: string[]): Promise<z.output<typeof ended>> {
  const all = [`scripts/${script}.ts`, '--project', process.env['GCLOUD_PROJECT'] ?? '', ...args];
  try {
    return ended.parse(await promisify(execFile)(process.execPath, all, { cwd: root }));
  } catch (error) {
    return ended.parse(error);
  }
}

/** A chat, whose Mother has an owner that no lease is of. */
async function withBrokenLease() {
  const world = await TestWorld.open({ mother: plainMother });
  await world.say('Hello');
  await world.change(paths.states.one(world.chat, MOTHER), { owner: 'somebody' });
  return { world, only: ['--chat', `${world.chat.uid}/${world.chat.chatId}`] };
}

describe('npm run check-chats, repair-chats', { timeout: 60_000 }, () => {
  it('a broken chat -> named, with 1; said what would be done; done with --write; then all is well, with 0', async () => {
    const { world, only } = await withBrokenLease();
    const checked = await run('check-chats', ...only);
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining('1 broken (lease 1)') });
    expect(checked.stdout).toContain(paths.states.one(world.chat, MOTHER));
    expect(checked.stdout).not.toContain('Hello');

    const planned = await run('repair-chats', ...only);
    expect(planned).toMatchObject({ code: 1, stdout: expect.stringContaining('1 would be repaired') });
    expect(await world.mother()).toMatchObject({ owner: 'somebody' });

    const repaired = await run('repair-chats', '--write', ...only);
    expect(repaired).toMatchObject({ code: 0, stdout: expect.stringContaining('1 repaired') });
    expect(await world.mother()).toMatchObject({ owner: null });

    expect(await run('repair-chats', '--write', ...only)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 repaired'),
    });
    expect(await run('check-chats', ...only)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 chats of'),
    });
    await world.sweepAll();
    await expectSound(world);
  });

  it('without a chat’s name -> all chats of the project, and each that is broken', async () => {
    const { world } = await withBrokenLease();
    const healthy = await TestWorld.open({ mother: plainMother });
    await healthy.say('Hello');
    const { code, stdout } = await run('check-chats');
    expect(code).toBe(1);
    expect(stdout).toContain(paths.chat(world.chat));
    expect(stdout).not.toContain(paths.chat(healthy.chat));
    const mended = await run('repair-chats', '--write');
    expect(mended.stdout).toContain(paths.chat(world.chat));
    expect((await run('check-chats')).stdout).not.toContain(paths.chat(world.chat));
  });

  it('told to write -> the check refuses', async () => {
    const { world, only } = await withBrokenLease();
    expect((await run('check-chats', '--write', ...only)).code).toBe(1);
    expect(await world.mother()).toMatchObject({ owner: 'somebody' });
  });
});
