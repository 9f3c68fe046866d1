// npm run reset: forgets the chats and accounts of `npm start`.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';

import { requireFreePorts } from './local/ports.ts';
import { endWithProblem } from './local/problem.ts';
import { say } from './local/stages.ts';
import { ROOT, START_WORLD } from './local/world.ts';

const folder = path.dirname(START_WORLD.savedData);

// While Mother runs, the data is in the emulators, and would be saved again when she stops.
await requireFreePorts({ hub: START_WORLD.ports.hub }).catch(endWithProblem);

if (existsSync(folder)) {
  rmSync(folder, { recursive: true });
  say(
    `Chats and accounts are cleared (${path.relative(ROOT, folder)}/). The next \`npm start\` begins anew.`,
  );
} else {
  say('There is nothing to clear: no chats are saved.');
}
