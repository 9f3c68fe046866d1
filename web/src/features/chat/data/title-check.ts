import { limits, renameChat } from 'functions/contracts';

/** Why a chat cannot be called this, in words; null if it can. */
export function titleProblem(title: string): string | null {
  if (renameChat.input.shape.title.safeParse(title).success) return null;
  if (title.trim() === '') return 'A title needs at least one character.';
  const over = [...title.trim()].length - limits.titleLength;
  return `A title has at most ${limits.titleLength} characters: shorten it by ${over}.`;
}
