// What the tests run against. Engine and rules tests need Firestore only; browser tests need all of Mother.
import { seedCompany } from '../local/company.ts';
import { bundleOf, emptyFolder } from '../local/emulator-input.ts';
import { startEmulators } from '../local/emulators.ts';
import { bundleFunctions } from '../local/functions-bundle.ts';
import { demoModel } from '../local/model.ts';
import { seedPeople } from '../local/people.ts';
import { requireFreePorts } from '../local/ports.ts';
import { atExit } from '../local/running.ts';
import { openShop } from '../local/shop.ts';
import { stage } from '../local/stages.ts';
import { serveBuiltWeb } from '../local/web.ts';
import { emulatorEnvironment, functionsUrl, TEST_WORLD as world } from '../local/world.ts';

/**
 * A tenth of the pace at which the demo model speaks to a person; still slow enough for each state to be shown, and
 * for a page to be reloaded in the middle of the long story.
 */
const PACE_MS = { first: 40, piece: 8, storyPiece: 40, slowCheck: 1000 };

/** Starts it, and returns the environment variables that tests find it by. */
export async function startBackend({ browser }: { browser: boolean }): Promise<Record<string, string>> {
  await requireFreePorts(world.ports);
  emptyFolder(world);
  return browser ? startAll() : startFirestore();
}

async function startFirestore(): Promise<Record<string, string>> {
  await stage('Starting the Firestore emulator', () => startEmulators(world, { only: 'firestore' }));
  return emulatorEnvironment(world);
}

/** The emulators and the functions, without a page, with the demo model at its natural pace. */
export async function startFunctions(): Promise<Record<string, string>> {
  await requireFreePorts(world.ports);
  emptyFolder(world);
  const model = await demoModel(world.ports.model);
  atExit(() => model.stop());
  await openShop(world);
  await stage('Building the functions', () => bundleFunctions(bundleOf(world)));
  await stage('Starting the emulators', () => startEmulators(world, { secrets: model.secrets }));
  return emulatorEnvironment(world);
}

async function startAll(): Promise<Record<string, string>> {
  const model = await demoModel(world.ports.model, PACE_MS);
  atExit(() => model.stop());
  const shop = await openShop(world);
  await stage('Building the functions', () => bundleFunctions(bundleOf(world)));
  const [web] = await Promise.all([
    stage('Building the page', () => serveBuiltWeb(world, model.kind)),
    stage('Starting the emulators', async () => {
      await startEmulators(world, { secrets: model.secrets });
      await seedPeople(world);
      await seedCompany(world, shop);
    }),
  ]);
  return {
    ...emulatorEnvironment(world),
    MOTHER_URL: web.url,
    MOTHER_FUNCTIONS_URL: functionsUrl(world),
    MOTHER_MODEL_URL: model.secrets.OPENAI_BASE_URL,
    MOTHER_SHOP_URL: shop,
  };
}
