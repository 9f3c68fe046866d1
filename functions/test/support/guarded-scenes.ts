import { z } from 'zod';
import type { Tool } from '../../src/connectors/index.ts';
import {
  budget,
  defaultOrchestration,
  isFinal,
  paths,
  type Agent,
  type Orchestration,
  type Tenant,
} from '../../src/contracts/index.ts';
import { periodOf } from '../../src/machine/budget.ts';
import { parse, update } from '../../src/store/documents.ts';
import { runJob } from '../../src/tenants/jobs.ts';
import { saveOrchestration } from '../../src/tenants/orchestration.ts';
import { uses } from './factories.ts';
import { finalState } from './final-state.ts';
import { delegate, facts, finish, person, plannerWorks, takesLong, wordAll } from './interruptions.ts';
import type { Scene } from './scenes.ts';
import type { Script } from './scripted-model.ts';
import { orderTool, ordersOf } from './shop.ts';
import { isMother } from './stop-scene.ts';
import type { TestWorld } from './test-world.ts';

// The scenes in which something stands before what an agent or a model does: a person's yes, an input of the right type,
// an admin, a budget. Whoever is outside remembers for as long as this process lives: none for processes that are killed.

const estimatorIs =
  (change: Partial<Agent>) =>
  ({ database, tenantId }: TestWorld) =>
    database.commit([
      update<Agent>(paths.agents.one(tenantId, 'estimator'), { tools: [uses('calculate')], ...change }),
    ]);

const setting = ({ tenantId, database }: TestWorld, change: Partial<Orchestration>) =>
  database.commit([
    update<Tenant>(paths.tenant(tenantId), { orchestration: { ...defaultOrchestration, ...change } }),
  ]);

const ordering: Script = {
  mother: (seen) =>
    seen.messages[0] ? { text: 'Asked.', calls: [delegate('estimator', 'Order it.')] } : wordAll(seen),
  agents: {
    Estimator: ({ results: [ordered] }) =>
      ordered === undefined ? { calls: [['calculate', { expression: '1' }]] } : finish(`It gave ${ordered}`),
  },
};

const decidedBy = (decision: 'yes' | 'no'): Scene => ({
  name: `an agent may order something outside: ${decision}`,
  script: ordering,
  tools: [orderTool],
  prepare: estimatorIs({}),
  person: person('Order it', ({ questions }) => {
    const asked = questions.find(({ status }) => status === 'relayed');
    if (!asked?.consent) return null;
    const { hash } = asked.consent;
    return { content: '', intent: { consent: { questionId: asked.id, hash, decision } } };
  }),
  outcome: async (world) => ({ ...(await finalState(world)), orders: ordersOf(world.chat) }),
});

const amount = z.object({ amount: z.int().min(1).max(9) });
const doubled = z.object({ doubled: z.int() });

const doubling: Tool<z.output<typeof amount>, z.output<typeof doubled>> = {
  name: 'calculate',
  description: 'Doubles a number.',
  verb: 'Doubling',
  input: amount,
  output: doubled,
  run: (given) => ({ doubled: 2 * given.amount }),
};

const withoutModel: Scene = {
  name: 'an agent without a model asks for a number',
  script: ordering,
  tools: [doubling],
  prepare: estimatorIs({ kind: 'deterministic' }),
  person: person('Double it', ({ questions }) => {
    const asked = questions.find(({ status }) => status === 'relayed');
    return asked ? { content: '7', intent: { replyTo: asked.id } } : null;
  }),
};

const isSwitchedOff: Scene = {
  name: 'agents are switched off while one works',
  script: plannerWorks,
  person: person('Plan a call'),
  meanwhile: async (world, request) => {
    if (isMother(request)) return;
    const { database, chat, tenantId, engine } = world;
    const off = { ...defaultOrchestration, enabled: false };
    const job = await saveOrchestration(database, chat.uid, tenantId, off);
    const endsAt = engine.now() + 60_000;
    if (job !== null) await runJob({ store: database, now: () => engine.now(), endsAt }, job);
    world.deliverMeanwhile();
    await takesLong();
  },
  outcome: async (world) => ({
    ...Object(await facts(world)),
    ended: (await world.tasks()).map(({ status, error }) => [isFinal(status), error?.code]),
  }),
};

const BOUND = 1_000_000;

const isBudgeted: Scene = {
  name: 'what a month may cost is bounded',
  script: plannerWorks,
  prepare: (world) => setting(world, { budget: { tokens: BOUND, micros: null } }),
  person: person('Plan a call'),
  // A call that somebody died in counts as all that it may have cost.
  outcome: async (world) => {
    const { database, tenantId, engine } = world;
    const month = await database.get(paths.budgets.one(tenantId, periodOf(engine.now())));
    const drawn = month ? parse(month, budget).value.drawn.tokens : 0;
    const { allotment } = await world.mother();
    const used = (await world.runs()).map(({ usage }) => usage.inputTokens + usage.outputTokens);
    const spent = used.reduce((sum, one) => sum + one, 0);
    return {
      ...Object(await facts(world)),
      isCovered: drawn - (allotment?.left.tokens ?? 0) >= spent && spent > 0,
      isWithin: drawn <= BOUND,
    };
  },
};

export const guardedScenes = {
  isAllowed: decidedBy('yes'),
  isDeclined: decidedBy('no'),
  withoutModel,
  isSwitchedOff,
  isBudgeted,
} as const satisfies Record<string, Scene>;
