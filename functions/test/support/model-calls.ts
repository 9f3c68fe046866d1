import type { ModelAnswer, ModelPort, ModelRequest, ToolSpec } from '../../src/model/index.ts';
import { ModelError } from '../../src/model/index.ts';

export const addTool: ToolSpec = {
  name: 'add',
  description: 'Adds two numbers.',
  parameters: {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a'],
  },
};

/** A request with what a test leaves out filled in. */
const request = (part: Partial<ModelRequest> = {}): ModelRequest => ({
  instructions: 'Be brief.',
  messages: [{ role: 'user', content: 'hello' }],
  tools: [],
  toolChoice: 'auto',
  ...part,
});

/** Calls a model, and gives the answer with the text that was streamed before it. */
export async function ask(
  model: ModelPort,
  part: Partial<ModelRequest> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ModelAnswer & { deltas: string[] }> {
  const deltas: string[] = [];
  const answer = await model.call(request(part), { signal, onText: (delta) => deltas.push(delta) });
  return { ...answer, deltas };
}

/** The error that a call ends in. */
export async function errorOf(call: Promise<unknown>): Promise<ModelError> {
  const error: unknown = await call.then(
    () => new Error('the call gave an answer'),
    (reason: unknown) => reason,
  );
  if (error instanceof ModelError) return error;
  throw error;
}
