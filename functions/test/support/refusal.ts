import { AppError, type ErrorCode } from '../../src/contracts/index.ts';

/** How something was refused that has to be: by what code, and in which words for the person. */
export async function refusal(work: Promise<unknown>): Promise<{ code: ErrorCode; words: string }> {
  const error: unknown = await work.then(
    () => new Error('It was done'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, words: error.shown.message };
}
