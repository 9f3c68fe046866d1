import type { ActorRef, MotherState } from '../contracts/index.ts';
import { fold, needsFolding } from '../machine/memory.ts';
import { foldRequest } from '../model/prompts/fold.ts';
import { queries } from '../store/queries.ts';
import type { ActorDocument } from './actor-document.ts';
import { claimed, released } from './actor-state.ts';
import type { Engine } from './engine.ts';
import { mustHandOver } from './hand-over.ts';
import type { Invocation } from './invocation.ts';
import { callModel } from './model-call.ts';
import { Recorder } from './recorder.ts';

/**
 * Folds older messages into Mother's summary, when nobody waits for her: a message that arrives meanwhile ends it, and
 * it is tried again after the next turn, as where too little time is left. Gives whether something may have arrived.
 */
export async function foldMemory(
  engine: Engine,
  invocation: Invocation,
  ref: ActorRef,
  document: ActorDocument<MotherState>,
): Promise<boolean> {
  const { memory } = document.state;
  if (!needsFolding(memory) || mustHandOver(engine, invocation)) return false;
  const recorder = new Recorder(engine.now());
  const owner = engine.nonce();
  await document.change((state) => ({ next: claimed(state, owner, engine.now()), writes: [] }));
  const arrived = new AbortController();
  const stops = [queries.newMessages(ref), queries.mailTo(ref, ref.actorId)].map((query) =>
    engine.store.listen(query, (documents) => {
      if (documents.length > 0) arrived.abort();
    }),
  );
  invocation.hasBegun = true;
  const request = foldRequest(memory.summary, memory.unfolded);
  const options = { request, recorder, signal: arrived.signal };
  const called = await callModel(engine, invocation, document, options).finally(() => {
    for (const stop of stops) stop();
  });
  const { tenantId, epoch } = document.state;
  const summary = called.kind === 'answer' && !arrived.signal.aborted ? called.answer.text.trim() : '';
  const outcome = summary === '' ? 'released' : 'answered';
  const error = called.kind === 'failed' && !arrived.signal.aborted ? called.code : null;
  const run = { tenantId, epoch, mail: [], outcome, error, now: engine.now() } as const;
  await document.change((state) => ({
    next: {
      ...released(state),
      attempts: 0,
      memory: summary === '' ? state.memory : fold(state.memory, memory.unfolded, summary),
    },
    writes: [recorder.write(ref, run)],
  }));
  engine.log.write('run', { kind: 'fold', outcome, error, ...recorder.figures(engine.now()) });
  return true;
}
