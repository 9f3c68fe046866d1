// The key that seals other keys on this machine. It is no secret: what is kept here is the demo's.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';

import { ROOT, type World } from './world.ts';

const LOCAL_KEYS = `local:${Buffer.alloc(32, 'mother, on this machine only').toString('base64')}`;

/** VAULT_KEYS as this world's functions get it. A person may set keys of their own, for `npm start` only. */
export function vaultKeys(world: World): string {
  const file = path.join(ROOT, 'functions/.secret.local');
  if (world.savedData === undefined) return LOCAL_KEYS;
  const own = existsSync(file) ? parseEnv(readFileSync(file, 'utf8'))['VAULT_KEYS'] : undefined;
  return process.env['VAULT_KEYS']?.trim() || own?.trim() || LOCAL_KEYS;
}
