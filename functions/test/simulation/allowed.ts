import { createHash } from 'node:crypto';
import { agent, question, task } from '../../src/contracts/index.ts';
import { allOf } from '../../src/upkeep/documents.ts';
import type { Effect } from './bank.ts';
import type { Mirror } from './mirror.ts';

// What arrives outside, held against the documents: who made the call may, or a person said yes to exactly this.

type Sent = { readonly chat: string; readonly actorId: string };

/** The actor that a call's key is of. */
function senderOf(key: string): Sent {
  const [uid, chatId, ...rest] = key.split('-');
  return { chat: `users/${uid}/orch-chats/${chatId}`, actorId: rest.slice(0, -2).join('-') };
}

/** As the card of a call has it: over the agent, its connection and address (there are none here), the tool and its whole input. */
function hashOf(agentId: string, { tool, input }: Effect): string {
  const entries = Object.entries({ ...(typeof input === 'object' ? input : {}) });
  const sorted = Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256')
    .update(JSON.stringify([agentId, null, tool, sorted]))
    .digest('hex');
}

/** What is wrong with a call that arrives. `effects`: all that have arrived, this one among them. */
export function unallowed(key: string, effects: ReadonlyMap<string, Effect>, mirror: Mirror): string[] {
  const { chat, actorId } = senderOf(key);
  const documents = mirror.chat(chat);
  const own = allOf(documents, `${chat}/tasks`, task).find(({ data }) => data.subAgentId === actorId);
  const effect = effects.get(key);
  // Of a chat that has been removed in that moment nobody can say any more.
  if (!own || !effect) return [];
  const { agentId } = own.data;
  const tenantId = String(mirror.get(chat)?.['tenantId']);
  const { tools, limits } = agent.parse(mirror.get(`tenants/${tenantId}/agents/${agentId}`));
  const same = [...effects].filter(([one]) => {
    const sender = senderOf(one);
    return sender.chat === chat && sender.actorId === actorId;
  });
  const wrong = same.length > limits.toolCalls ? [`${actorId} made ${same.length} calls`] : [];
  const use = tools.find(({ name }) => name === effect.tool);
  if (!use) return [...wrong, `${key}: ${agentId} may not use ${effect.tool}`];
  if (use.safe) return wrong;
  const hash = hashOf(agentId, effect);
  const yeses = allOf(documents, `${chat}/questions`, question).filter(
    ({ data }) =>
      data.kind === 'consent' &&
      data.subAgentId === actorId &&
      data.status === 'answered' &&
      data.answer === 'yes' &&
      data.answeredBy === 'user' &&
      data.consent?.tool === effect.tool &&
      data.consent.by === use.consentBy &&
      data.consent.hash === hash,
  );
  const times = same.filter(([, one]) => one.tool === effect.tool && hashOf(agentId, one) === hash).length;
  return yeses.length < times
    ? [...wrong, `allowed: ${effect.tool} arrived under ${key} with ${yeses.length} yeses for ${times} calls`]
    : wrong;
}
