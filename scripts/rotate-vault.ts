// npm run rotate-vault: seals all keys that are kept with the first key of VAULT_KEYS. It may be cut off anywhere and run
// again. Ends with 1 if something is left. docs/operations.md says what comes before and after.
import process from 'node:process';
import { parseArgs } from 'node:util';

import { AppError } from '../functions/src/contracts/index.ts';
import { connectTo } from '../functions/src/store/connect.ts';
import { parseVaultKeys, type VaultKeys } from '../functions/src/vault/keys.ts';
import { rotate } from '../functions/src/vault/rotate.ts';
import { createVault } from '../functions/src/vault/vault.ts';
import { Problem } from './local/problem.ts';
import { runAndCleanUp } from './local/running.ts';
import { say } from './local/stages.ts';
import { vaultKeys } from './local/vault.ts';
import { START_WORLD } from './local/world.ts';

const USAGE = `
  --project PROJECT    the project; with FIRESTORE_EMULATOR_HOST set, the emulator's`;

await runAndCleanUp(async () => {
  const { projectId, where, keys } = wanted();
  const vault = createVault(usable(keys));
  const counts = { resealed: 0, current: 0, empty: 0, moved: 0, unreadable: 0 };
  for await (const { path, outcome, problem } of rotate(connectTo(projectId), vault)) {
    counts[outcome] += 1;
    if (outcome !== 'current' && outcome !== 'empty') say(`${outcome}  ${path}${problem && `: ${problem}`}`);
  }
  const left = counts.moved + counts.unreadable;
  say(
    `${where}: ${counts.resealed} sealed with ${vault.keyId}, ${counts.current} were already, ${left} left` +
      (left > 0 ? '. Keep the other keys, and run this again' : ''),
  );
  return left > 0 ? 1 : 0;
}, 'Stopping …');

function wanted() {
  const emulator = process.env['FIRESTORE_EMULATOR_HOST'];
  const projectId = givenProject() ?? (emulator === undefined ? undefined : START_WORLD.projectId);
  if (projectId === undefined) throw new Problem(`Which project?${USAGE}`);
  return {
    projectId,
    where: emulator === undefined ? projectId : `${projectId} in the emulator at ${emulator}`,
    // What is sealed in a project is never sealed with the key of this machine.
    keys: emulator === undefined ? (process.env['VAULT_KEYS'] ?? '') : vaultKeys(START_WORLD),
  };
}

function givenProject(): string | undefined {
  try {
    return parseArgs({ options: { project: { type: 'string' } } }).values.project;
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}.${USAGE}`);
  }
}

function usable(keys: string): VaultKeys {
  try {
    return parseVaultKeys(keys);
  } catch (error) {
    throw error instanceof AppError ? new Problem(error.message) : error;
  }
}
