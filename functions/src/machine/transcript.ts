import { limits, type SubAgentMessage, type Task } from '../contracts/index.ts';

/**
 * The part of a transcript that a new try can go on from: up to the last message at which every tool call has its
 * result, and of the step after it the calls that have theirs. So what was done is not done again; an unanswered question
 * is left out, and will be asked again.
 */
export function resumable(transcript: readonly SubAgentMessage[]): SubAgentMessage[] {
  let open = new Set<string>();
  let complete = 0;
  for (const [position, message] of transcript.entries()) {
    if (message.role === 'assistant') open = new Set(message.toolCalls.map(({ id }) => id));
    else if (message.toolCallId !== null) open.delete(message.toolCallId);
    // An assistant's last words without a call led nowhere: a try that went on from them would end there again.
    if (open.size === 0 && message.role !== 'assistant') complete = position + 1;
  }
  return [...transcript.slice(0, complete), ...callsWithResults(transcript.slice(complete), () => true)];
}

/**
 * What another try goes on from. One that has used up its steps and much of what a transcript may hold would soon come to
 * the same end: it begins anew, but for what it did outside, which is not to be done again.
 */
export function reachedBy(
  { error }: Pick<Task, 'error'>,
  transcript: readonly SubAgentMessage[],
): SubAgentMessage[] {
  const isFull = error?.code === 'too_many_steps' && transcript.length > limits.transcript / 2;
  if (!isFull) return resumable(transcript);
  const outside = callsWithResults(transcript, (result) => result.outside);
  return outside.length > 0 ? [...transcript.slice(0, 1), ...outside] : [];
}

type Result = Extract<SubAgentMessage, { role: 'tool' }>;

/** The calls alone whose results are wanted, each with its result. */
function callsWithResults(
  transcript: readonly SubAgentMessage[],
  isWanted: (result: Result) => boolean,
): SubAgentMessage[] {
  const wanted = new Set(
    transcript.flatMap((one) => (one.role === 'tool' && isWanted(one) ? [one.toolCallId] : [])),
  );
  return transcript.flatMap((message): SubAgentMessage[] => {
    if (message.role === 'user') return [];
    if (message.role === 'tool') return wanted.has(message.toolCallId) ? [message] : [];
    const toolCalls = message.toolCalls.filter(({ id }) => wanted.has(id));
    return toolCalls.length > 0 ? [{ ...message, toolCalls }] : [];
  });
}
