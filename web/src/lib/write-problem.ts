const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

/** Why a write was not taken, in words that name the way out. */
export function writeProblem(error: unknown, hasText: boolean): string {
  const kept = hasText ? ' Your text is back in the box.' : '';
  switch (codeOf(error)) {
    case 'permission-denied':
      return `This could not be sent: the server did not accept it.${kept} Reload the page, then try again, or start a new chat.`;
    case 'unauthenticated':
      return `This could not be sent: you are signed out.${kept} Sign in again.`;
    case 'resource-exhausted':
      return `This could not be sent: the database takes no more at the moment.${kept} Try again in a minute.`;
    default:
      return `This could not be sent (${codeOf(error)}).${kept} Try again.`;
  }
}
