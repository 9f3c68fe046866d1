import type { FoldRequest } from './request.ts';

const LONGEST = 2_000;

// Keeps the beginning of what the person said, with the message that it stands in; the oldest is given up first.
export function condense({ summary, messages }: FoldRequest): string {
  const lines = messages
    .filter(({ from }) => from === 'person')
    .map(({ id, text }) => `The person said: ${text.slice(0, 120)} [${id}]`);
  return (
    [summary, ...lines]
      .filter((line) => line !== '')
      .join('\n')
      .slice(-LONGEST) || 'Nothing that matters later.'
  );
}
