import { limits, type MotherState } from '../contracts/index.ts';
import { idOfMail, type Incoming } from '../machine/draft.ts';
import type { MotherEffect } from '../machine/effects.ts';
import { route } from '../machine/routing.ts';
import { Unstorable, type Write } from '../store/port.ts';
import { auditedOf, handledBy, outcomeOf } from './audited.ts';
import { WorldMoved } from './losses.ts';
import type { MotherCommits } from './mother-commits.ts';
import { refusalOf } from './mother-mail.ts';
import { Recorder, settledRunId } from './recorder.ts';

/** System 1: what of Mother's mail needs no model, in one guarded commit. Gives the rest, in order. */
export async function settleMail(
  mother: MotherCommits,
  mail: readonly Incoming[],
): Promise<readonly Incoming[]> {
  try {
    return await settleTogether(mother, mail);
  } catch (error) {
    if (!(error instanceof WorldMoved || error instanceof Unstorable)) throw error;
    if (error instanceof WorldMoved && (await mayTryAgain(mother))) throw error;
    // What the person has written is settled together as long as that can be: a stop counts for what is beside it.
    const written = mail.filter(({ kind }) => kind === 'message');
    const others = mail.filter(({ kind }) => kind !== 'message').map((one) => [one]);
    const rest = await settleApart(mother, [written, ...others]);
    await mother.document.change((state) => ({ next: { ...state, attempts: 0 }, writes: [] }));
    return rest;
  }
}

/** Counts a commit that could not be stored, in however many processes. */
async function mayTryAgain({ document }: MotherCommits): Promise<boolean> {
  await document.change((state) => ({ next: { ...state, attempts: state.attempts + 1 }, writes: [] }));
  return document.state.attempts <= limits.attempts;
}

/** Part by part, and what cannot be stored piece by piece, so that what can never be stored is refused alone. */
async function settleApart(
  mother: MotherCommits,
  parts: readonly (readonly Incoming[])[],
): Promise<readonly Incoming[]> {
  const { engine, ref, document } = mother;
  const rest: Incoming[] = [];
  for (const part of parts) {
    try {
      rest.push(...(await settleTogether(mother, part)));
    } catch (error) {
      if (!(error instanceof WorldMoved || error instanceof Unstorable)) throw error;
      const [one, ...others] = part;
      if (!one) continue;
      if (others.length > 0) {
        const pieces = part.map((piece) => [piece]);
        rest.push(...(await settleApart(mother, pieces)));
        continue;
      }
      // What moves on and on is left for another wake, until it has been tried often enough.
      if (error instanceof WorldMoved && document.state.attempts <= limits.attempts) throw error;
      engine.log.write('mail_given_up', { mail: [idOfMail(one)] });
      await document.change((state) => ({ next: state, writes: [refusalOf(ref, one)] }));
    }
  }
  return rest;
}

function settleTogether(mother: MotherCommits, mail: readonly Incoming[]): Promise<readonly Incoming[]> {
  return mother.decided(async () => {
    const world = await mother.view.see(mother.document.state, mail, []);
    let rest = mail;
    const committed = await mother.commit((state) => {
      const routed = route(state, mail, world);
      rest = routed.rest;
      const { next, effects } = routed;
      return effects.length === 0 ? null : { next, effects, writes: recordOf(mother, state, effects) };
    });
    // The turn that follows, or goes on meanwhile, looks anew.
    if (committed) mother.lookAnew();
    return rest;
  });
}

/** What is decided without a model has a run of its own, if it belongs on record at all. */
function recordOf(
  { engine, ref }: MotherCommits,
  state: MotherState,
  effects: readonly MotherEffect[],
): Write[] {
  const decided = auditedOf(effects);
  if (decided.length === 0) return [];
  const { tenantId, epoch } = state;
  const now = engine.now();
  const outcome = outcomeOf([], effects, null);
  const run = { tenantId, epoch, mail: handledBy(effects), outcome, error: null, now };
  return [new Recorder(now).write(ref, run, decided, settledRunId(ref, state))];
}
