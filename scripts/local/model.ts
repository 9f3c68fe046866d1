// Which model answers: a real one as soon as there is a key or an address for it, else the scripted demo model.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';

import { startDemoModel, type Delays } from '../../emulator-data/demo-model.ts';
import { HOST, ROOT } from './world.ts';

const FILE = path.join(ROOT, 'functions/.secret.local');
export const SECRETS_FILE = path.relative(ROOT, FILE);

const TEMPLATE = `# Which model answers when Mother runs on this machine. This file stays out of git.
# With both lines empty, a scripted demo model plays its scenes. Restart \`npm start\` after a change.
#
# OpenAI: your key from https://platform.openai.com/api-keys
OPENAI_API_KEY=
#
# Any other server that speaks the same protocol: its address, for example http://127.0.0.1:11434/v1 for Ollama.
# Most local servers need no key.
OPENAI_BASE_URL=
`;

const OPENAI_URL = 'https://api.openai.com/v1';

/** The secrets that functions read, as the emulator gets them: always both, or it would ask Secret Manager. */
export interface ModelSecrets {
  readonly OPENAI_API_KEY: string;
  readonly OPENAI_BASE_URL: string;
}

export interface Model {
  readonly kind: 'demo' | 'real';
  readonly secrets: ModelSecrets;
  readonly stop: () => Promise<void>;
}

export function ensureSecretsFile(): void {
  if (!existsSync(FILE)) writeFileSync(FILE, TEMPLATE);
}

/** A real model's secrets, from the environment first, then from the file; undefined means demo. */
export function realModelSecrets(): ModelSecrets | undefined {
  const file = parseEnv(readFileSync(FILE, 'utf8'));
  const value = (name: keyof ModelSecrets) => process.env[name]?.trim() || file[name]?.trim() || undefined;
  const key = value('OPENAI_API_KEY');
  const url = value('OPENAI_BASE_URL');
  if (key === undefined && url === undefined) return undefined;
  return { OPENAI_API_KEY: key ?? 'not-needed', OPENAI_BASE_URL: url ?? OPENAI_URL };
}

export function realModel(secrets: ModelSecrets): Model {
  return { kind: 'real', secrets, stop: async () => {} };
}

export async function demoModel(port: number, delayMs: Partial<Delays> = {}): Promise<Model> {
  const demo = await startDemoModel(port, { delayMs });
  return {
    kind: 'demo',
    secrets: { OPENAI_API_KEY: 'demo-key', OPENAI_BASE_URL: `http://${HOST}:${port}/v1` },
    stop: () => demo.stop(),
  };
}
