/** What two wordings of one question have in common: letters with their marks, digits and symbols, in lower case. */
export const normalised = (question: string): string =>
  question
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{S}]+/gu, ' ')
    .trim();

type Asked = { readonly questionId: string; readonly text: string; readonly attempt: number };

/**
 * The repeat ladder. The first ask may be answered from context; its repetition goes to the person; a repetition
 * after that fails the task.
 */
export function attemptOf(
  text: string,
  asked: readonly Asked[],
): { attempt: number; repeats: string | null } {
  const same = asked.findLast((one) => normalised(one.text) === normalised(text));
  return same ? { attempt: same.attempt + 1, repeats: same.questionId } : { attempt: 1, repeats: null };
}
