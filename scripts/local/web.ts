import path from 'node:path';
import process from 'node:process';

import { build, createServer, preview, type InlineConfig } from 'vite';

import type { Model } from './model.ts';
import { emulatedHeaders } from './page-headers.ts';
import { atExit } from './running.ts';
import { HOST, ROOT, type World } from './world.ts';

interface Web {
  readonly url: string;
}

/** What the page is told about the world that it runs in; web/src reads it from import.meta.env. */
function define(world: World, model: Model['kind']): Record<string, string> {
  const values = {
    VITE_MODEL: model,
    VITE_EMULATORS: 'true',
    VITE_PROJECT_ID: world.projectId,
    VITE_AUTH_PORT: String(world.ports.auth),
    VITE_FIRESTORE_PORT: String(world.ports.firestore),
    VITE_FUNCTIONS_PORT: String(world.ports.functions),
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]),
  );
}

const configFor = (world: World, model: Model['kind']): InlineConfig => ({
  root: path.join(ROOT, 'web'),
  define: define(world, model),
  logLevel: 'warn',
  clearScreen: false,
});

const listen = (world: World) => ({ host: HOST, port: world.ports.web, strictPort: true });

const emulatorPorts = ({ ports }: World) => [ports.auth, ports.firestore, ports.functions];

/** While someone works on the page, Vite says what has changed over a socket, and puts a script into the page. */
const whileDeveloping = (world: World) => ({
  'script-src': ["'unsafe-inline'"],
  'connect-src': [`ws://localhost:${world.ports.web}`, `ws://${HOST}:${world.ports.web}`],
});

/** The page as it is while someone works on it: a change shows at once. */
export async function serveWeb(world: World, model: Model['kind']): Promise<Web> {
  const headers = emulatedHeaders(HOST, emulatorPorts(world), whileDeveloping(world));
  const server = await keepingOurSignals(() =>
    createServer({ ...configFor(world, model), server: { ...listen(world), headers } }),
  );
  atExit(() => server.close());
  await server.listen();
  return { url: `http://localhost:${world.ports.web}` };
}

/** The page as it is deployed, for tests: built once, so that each test loads it quickly. */
export async function serveBuiltWeb(world: World, model: Model['kind']): Promise<Web> {
  const config: InlineConfig = {
    ...configFor(world, model),
    logLevel: 'error',
    build: { outDir: path.join(world.folder, 'web'), emptyOutDir: true },
  };
  const headers = emulatedHeaders(HOST, emulatorPorts(world));
  await build(config);
  const server = await keepingOurSignals(() =>
    preview({ ...config, preview: { ...listen(world), headers } }),
  );
  atExit(() => server.close());
  return { url: `http://${HOST}:${world.ports.web}` };
}

/** Vite ends the whole process on SIGTERM. Here that has to wait until the chats are saved. */
async function keepingOurSignals<Server>(start: () => Promise<Server>): Promise<Server> {
  const ours = process.listeners('SIGTERM');
  const server = await start();
  for (const listener of process.listeners('SIGTERM')) {
    if (!ours.includes(listener)) process.off('SIGTERM', listener);
  }
  return server;
}
