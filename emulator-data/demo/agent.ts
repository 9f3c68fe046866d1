import { answer, call, type Answer } from './answer.ts';
import { faults } from './answer.ts';
import { estimate } from './estimator.ts';
import { lookAfterShop } from './shop-assistant.ts';
import { plan } from './planner.ts';
import type { AgentRequest } from './request.ts';
import { write } from './writer.ts';

// The agents' parts: one step of a sub-agent, computed from its transcript.

type Part = (request: AgentRequest) => Answer;

/** Who plays which agent; one that was renamed is known by what it is told to do. */
const parts: readonly { readonly name: string; readonly does: RegExp; readonly play: Part }[] = [
  { name: 'Planner', does: /\byou plan meetings\b/iu, play: plan },
  { name: 'Estimator', does: /\byou estimate\b/iu, play: estimate },
  { name: 'Writer', does: /\byou write short\b/iu, play: write },
  { name: 'Shop assistant', does: /\byou look after the orders\b/iu, play: lookAfterShop },
];

const cannotPlay = (name: string) =>
  `I am sorry, but the demo model has no part for ${name}. With a real model it can work on this task.`;

export function playAgent(request: AgentRequest): Answer {
  const failing = /\bagent fails? with (\w+)/iu.exec(request.brief)?.[1]?.toLowerCase();
  const fault = faults.find((one) => one === failing);
  if (fault !== undefined) return answer({ fault });
  const part =
    parts.find(({ name }) => name === request.name) ??
    parts.find(({ does }) => does.test(request.instructions));
  return part
    ? part.play(request)
    : answer({ calls: [call('finish', { result: cannotPlay(request.name) })] });
}
