// The demo shop: the emulators know nothing of it, so it is started beside them.
import { startDemoShop } from '../../emulator-data/shop/server.ts';
import { atExit } from './running.ts';
import type { World } from './world.ts';

/** Opens it, and returns its address. It closes with everything else that runs. */
export async function openShop({ ports }: World): Promise<string> {
  const shop = await startDemoShop(ports.shop);
  atExit(() => shop.stop());
  return shop.url;
}
