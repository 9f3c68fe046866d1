/** The contracts: paths, limits, and the schema of every document and callable. The one door that the web app imports. */
export * from './actor.ts';
export * from './agent.ts';
export * from './base.ts';
export * from './callables/index.ts';
export * from './chat.ts';
export * from './connections.ts';
export * from './errors.ts';
export * from './json.ts';
export * from './limits.ts';
export * from './names.ts';
export * from './paths.ts';
export * from './run.ts';
export * from './task.ts';
export * from './tenant.ts';
export * from './time.ts';
