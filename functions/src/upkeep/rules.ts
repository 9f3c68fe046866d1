import type { z } from 'zod';
import {
  actorState,
  chat as chatSchema,
  limits,
  mail,
  message,
  question,
  subAgent,
  subAgentMessage,
  task,
  wake,
} from '../contracts/index.ts';
import { told, unanswered } from './conversation.ts';
import { kindOf, viewOf, type Documents } from './documents.ts';
import type { Finding } from './finding.ts';
import { leftLying } from './left-lying.ts';
import { atWork, statuses } from './tasks.ts';

// What has to be true of a chat in which nothing is at work any more: nothing lost, nothing twice, nothing stuck. These
// rules know the documents and nothing of the engine. The simulation holds them of its worlds, and `npm run check-chats`
// of a live project.

const schemas: Readonly<Record<string, z.ZodType>> = {
  'orch-chats': chatSchema,
  state: actorState,
  mail,
  messages: message,
  questions: question,
  sub_agents: subAgent,
  sub_agent_messages: subAgentMessage,
  tasks: task,
  wakes: wake,
};

/**
 * Everything that is wrong with a chat. What is not at rest may be right in a moment: see `since`. `slots`: how many tasks its
 * tenant has at work at once.
 */
export function wrongWith(
  chat: string,
  documents: Documents,
  now: number,
  slots: number = limits.parallelTasks,
): Finding[] {
  const own = documents.get(chat);
  if (!own) return leftOver(chat, documents);
  const parsed = chatSchema.safeParse(own);
  const view = viewOf(chat, documents);
  if (!parsed.success) return unreadable(documents, view.movedAt);
  const { access, deleteAt } = parsed.data;
  if (access === 'deleting') {
    const says = `${chat} is deleted and still there`;
    return deleteAt !== null && deleteAt < now ? [{ rule: 'stuck', path: chat, says, since: deleteAt }] : [];
  }
  return [
    ...unreadable(documents, view.movedAt),
    ...leftLying(view, now),
    ...unanswered(view),
    ...statuses(view),
    ...atWork(view, slots),
    ...told(view, parsed.data),
  ];
}

/** Of a chat that is gone nothing is left but what Firestore removes by itself. */
function leftOver(chat: string, documents: Documents): Finding[] {
  const { movedAt: since } = viewOf(chat, documents);
  return [...documents].flatMap(([path, data]) =>
    data['expiresAt']
      ? []
      : [{ rule: 'left_over', path, says: `${path} is left over of a chat that is gone`, since }],
  );
}

function unreadable(documents: Documents, since: number): Finding[] {
  return [...documents].flatMap(([path, data]) => {
    const parsed = schemas[kindOf(path)]?.safeParse(data);
    if (!parsed || parsed.success) return [];
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return [{ rule: 'unreadable', path, says: `${path} does not match its schema at: ${fields}`, since }];
  });
}
