import { limits, type SubAgentMessage, type Task } from '../contracts/index.ts';

/**
 * The part of a transcript that a new try can go on from: up to the last message at which every tool call has its
 * result. An unanswered question or an interrupted step is left out, and so will be done again.
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
  return transcript.slice(0, complete);
}

/**
 * What another try goes on from. One that has used up its steps and much of what a transcript may hold would soon come to
 * the same end: it begins anew.
 */
export function reachedBy(
  { error }: Pick<Task, 'error'>,
  transcript: readonly SubAgentMessage[],
): SubAgentMessage[] {
  const isFull = error?.code === 'too_many_steps' && transcript.length > limits.transcript / 2;
  return isFull ? [] : resumable(transcript);
}
