import { AppError, defaultOrchestration, type Orchestration } from '../contracts/index.ts';
import type { Engine } from './engine.ts';
import { knownOf } from './log.ts';

/** A tenant's settings, at most a minute old; where they cannot be read, those of a new tenant without agents. */
export async function settingsOf(engine: Engine, tenantId: string): Promise<Orchestration> {
  try {
    return (await engine.catalogue.settings(tenantId)) ?? withoutAgents;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    engine.log.write('tenant_unreadable', { tenantId, ...knownOf(error) });
    return withoutAgents;
  }
}

/** Mother answers and delegates nothing, and nothing is answered for the person. */
export const withoutAgents: Orchestration = {
  ...defaultOrchestration,
  enabled: false,
  confidenceThreshold: 1,
};
