// npm start: the whole of Mother on this machine. Emulators, functions, page and, without a key, a demo model.
import path from 'node:path';

import { seedCompany } from './local/company.ts';
import { bundleOf, emptyFolder } from './local/emulator-input.ts';
import { startEmulators } from './local/emulators.ts';
import { showFunctionErrors } from './local/function-errors.ts';
import { watchFunctions } from './local/functions-bundle.ts';
import { demoModel, ensureSecretsFile, realModel, realModelSecrets, SECRETS_FILE } from './local/model.ts';
import { people, seedPeople } from './local/people.ts';
import { requireFreePorts } from './local/ports.ts';
import { Problem } from './local/problem.ts';
import { atExit, runAndCleanUp } from './local/running.ts';
import { openShop } from './local/shop.ts';
import { say, sinceStart, stage } from './local/stages.ts';
import { runSweeperEveryMinute } from './local/sweeper.ts';
import { serveWeb } from './local/web.ts';
import { ROOT, START_WORLD as world } from './local/world.ts';

await runAndCleanUp(async () => {
  say('\nStarting Mother\n');
  ensureSecretsFile();
  const secrets = realModelSecrets();
  await requireFreePorts(world.ports);
  emptyFolder(world);

  const model = secrets ? realModel(secrets) : await demoModel(world.ports.model);
  atExit(() => model.stop());
  const shop = await openShop(world);
  const watching = await stage('Building the functions', () => watchFunctions(bundleOf(world)));
  atExit(() => watching.stop());
  const [emulators, web] = await Promise.all([
    stage('Starting the emulators: Auth, Firestore, Functions', async () => {
      const running = await startEmulators(world, { secrets: model.secrets, onLine: showFunctionErrors });
      await seedPeople(world);
      await seedCompany(world, shop);
      return running;
    }),
    stage('Starting the page', () => serveWeb(world, model.kind)),
  ]);
  const sweeper = runSweeperEveryMinute(world);
  atExit(() => sweeper.stop());

  say(`
Mother is ready after ${sinceStart()}.

  Open      ${web.url}
  Sign in   with one click as ${people.map(({ displayName }) => displayName).join(' or ')}
  Model     ${modelLine(model.kind)}
  Shop      ${shop}, a demo; its keys are in emulator-data/shop/keys.ts
  Log       ${path.relative(ROOT, path.join(world.folder, 'emulators.log'))}

Ctrl-C stops everything; chats are kept. \`npm run reset\` clears them.
`);

  await emulators.ended;
  throw new Problem('The emulators ended by themselves. The end of the log that is named above says why.');
}, 'Stopping, and saving chats and accounts …');

function modelLine(kind: 'demo' | 'real'): string {
  return kind === 'demo'
    ? `a scripted demo. For a real one, fill in a line of ${SECRETS_FILE} and start again`
    : `a real one, as ${SECRETS_FILE} or your environment says`;
}
