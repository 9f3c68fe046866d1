import { tryAgent as contract } from '../contracts/index.ts';
import { tryAgent as begin } from '../engine/try-agent.ts';
import { theStore } from '../environment.ts';
import { callable } from './callable.ts';
import { knownTools } from './known-tools.ts';

export const tryAgent = callable(contract, ({ uid }, input) => begin(theStore(), knownTools(), uid, input));
