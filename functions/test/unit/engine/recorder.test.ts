import { describe, expect, it } from 'vitest';
import { limits, run as runSchema, type RunStep } from '../../../src/contracts/index.ts';
import { Recorder } from '../../../src/engine/recorder.ts';

const ref = { uid: 'ada', chatId: 'chat', actorId: 'agent-1' };
/** In UTF-8 a third of the characters that it has bytes. */
const long = '数'.repeat(limits.auditLength);

function recordOf(calls: number): { readonly bytes: number; readonly steps: readonly RunStep[] } {
  const recorder = new Recorder(0);
  for (let n = 0; n < calls; n += 1)
    recorder.toolCall({ name: 'look', arguments: long }, { ok: true, content: long }, 1);
  const run = { tenantId: 't', epoch: 1, mail: [], outcome: 'released', error: null, now: 1 } as const;
  const write = recorder.write(ref, run);
  const data = write.op === 'set' ? write.data : {};
  return {
    bytes: Buffer.byteLength(JSON.stringify(data)),
    steps: runSchema.shape.steps.parse(data['steps']),
  };
}

describe('the record of a run', () => {
  it('with as many calls as there may be, all of them long -> fits a document, and each call is on it', () => {
    const { bytes, steps } = recordOf(limits.toolCalls);
    expect(bytes).toBeLessThan(900_000);
    expect(steps).toHaveLength(limits.toolCalls);
    expect(steps.at(-1)).toMatchObject({ ok: true, input: '…', output: '…' });
  });

  it('with a few -> has what went in and came out', () => {
    expect(recordOf(5).steps.at(-1)).toMatchObject({ input: long, output: long });
  });
});
