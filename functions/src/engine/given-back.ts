import { paths, type ActorState } from '../contracts/index.ts';
import { Increment, type Write } from '../store/port.ts';

/** What an actor that rests or is removed gives back to its tenant's month. In the commit that takes it from its state. */
export function givenBack({ tenantId, allotment }: ActorState): Write[] {
  if (!allotment) return [];
  const { tokens, micros } = allotment.left;
  if (tokens === 0 && micros === 0) return [];
  const path = paths.budgets.one(tenantId, allotment.period);
  return [
    {
      op: 'update',
      path,
      data: { 'drawn.tokens': new Increment(-tokens), 'drawn.micros': new Increment(-micros) },
    },
  ];
}
