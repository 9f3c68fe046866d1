import { paths, type ActorState, type Amount } from '../contracts/index.ts';
import { plus } from '../machine/budget.ts';
import { Increment, type Write } from '../store/port.ts';

/**
 * What actors that rest or are removed give back to their tenant's month, together, since a commit writes a document
 * once. In the commit that takes it from their states.
 */
export function givenBack(states: readonly ActorState[]): Write[] {
  const sums = new Map<string, Amount>();
  for (const { tenantId, allotment } of states) {
    if (!allotment) continue;
    const path = paths.budgets.one(tenantId, allotment.period);
    const sum = sums.get(path);
    sums.set(path, sum ? plus(sum, allotment.left) : allotment.left);
  }
  return [...sums].flatMap(([path, { tokens, micros }]): Write[] => {
    if (tokens === 0 && micros === 0) return [];
    const drawn = { 'drawn.tokens': new Increment(-tokens), 'drawn.micros': new Increment(-micros) };
    return [{ op: 'update', path, data: drawn }];
  });
}
