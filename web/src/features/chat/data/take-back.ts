import { writeProblem } from '../../../lib/write-problem.ts';
import { draftKey, returnDraft, tellProblem } from './drafts.ts';
import { wordsOf } from './outgoing.ts';
import type { Unsent } from './unsent.ts';

/** What the server did not take is the draft again, where it was written, with the reason. Gives the reason. */
export function takeBack(uid: string, { chatId, outgoing, startsIn }: Unsent, error: unknown): string {
  console.warn('a write failed', error);
  const key = draftKey(uid, startsIn === null ? chatId : null);
  const words = wordsOf(outgoing);
  const problem = writeProblem(error, words !== '');
  if (words !== '') returnDraft(key, words);
  tellProblem(key, problem);
  return problem;
}
