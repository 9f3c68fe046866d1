// Accounts and chats live in the emulators' memory. They are written to a folder once a minute and at the end,
// so that even a power cut costs little, and read from it at the next start.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { HOST, type World } from './world.ts';

const EVERY_MS = 60_000;

/** The option that makes the Firebase CLI read what an earlier start saved. */
export function importOption({ savedData }: World): string[] {
  const hasData =
    savedData !== undefined && existsSync(path.join(savedData, 'firebase-export-metadata.json'));
  return hasData ? [`--import=${savedData}`] : [];
}

/** Call it only when all emulators run: one that is still missing would be saved as empty. */
export function keepSaving(world: World): { stop(): Promise<void> } {
  const { savedData } = world;
  if (savedData === undefined) return { stop: async () => {} };
  const timer = setInterval(() => void save(world, savedData).catch(() => undefined), EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await save(world, savedData);
    },
  };
}

async function save({ ports }: World, savedData: string): Promise<void> {
  mkdirSync(path.dirname(savedData), { recursive: true });
  const response = await fetch(`http://${HOST}:${ports.hub}/_admin/export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path: savedData, initiatedBy: 'npm start' }),
  });
  if (!response.ok) throw new Error(`Chats could not be saved in ${savedData}: ${await response.text()}`);
}
