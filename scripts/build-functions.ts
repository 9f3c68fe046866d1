// npm run build:functions: what `firebase deploy` uploads.
import path from 'node:path';

import { bundleFunctions } from './local/functions-bundle.ts';
import { endWithProblem } from './local/problem.ts';
import { ROOT } from './local/world.ts';

await bundleFunctions(path.join(ROOT, 'functions/lib/index.js')).catch(endWithProblem);
