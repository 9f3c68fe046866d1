import { MOTHER, isFinal, limits, mail as mailSchema, type Mail } from '../contracts/index.ts';
import type { Data } from '../store/port.ts';
import { busyUntil, endsTold, idOf, kindOf, msOf, type ChatView } from './documents.ts';
import type { Finding } from './finding.ts';

/** What is due is late after this. */
const LATE_MS = 60 * 60_000;

/** What somebody should have taken up: mail, wakes, leases, times that have come, what was sent and what streams. */
export function leftLying(view: ChatView, now: number): Finding[] {
  return [...view.documents].flatMap(([path, data]) => {
    switch (kindOf(path)) {
      case 'mail':
        return ofMail(view, path, data);
      case 'wakes':
        return ofWake(view, path, data);
      case 'state':
        return ofState(path, data, now);
      case 'messages':
      case 'sub_agent_messages':
        return ofMessage(view, path, data);
      default:
        return [];
    }
  });
}

/** It is removed by who took it, after all that came of it. */
function ofWake(view: ChatView, path: string, data: Data): Finding[] {
  const goneAt = (msOf(data['createdAt']) ?? 0) + limits.invocationMs;
  const since = Math.max(goneAt, busyUntil(stateOf(view, String(data['actorId']))));
  return [{ rule: 'wake', path, says: `${path} was not taken`, since }];
}

const stateOf = ({ chat, documents }: ChatView, actorId: string) => documents.get(`${chat}/state/${actorId}`);

/** Mail that says nothing new any more is of no use to anybody; other mail waits for whom it is for. */
function ofMail(view: ChatView, path: string, data: Data): Finding[] {
  const since = Math.max(msOf(data['createdAt']) ?? 0, busyUntil(stateOf(view, String(data['to']))));
  const parsed = mailSchema.safeParse(data);
  const says = `${path} was not consumed`;
  return [{ rule: parsed.success && isIdle(view, parsed.data) ? 'mail' : 'stuck', path, says, since }];
}

function isIdle({ tasks, messages, states }: ChatView, mail: Mail) {
  if (mail.to !== MOTHER) return !states.has(mail.to);
  if (mail.kind === 'end_all') return false;
  const task = tasks.find(({ id }) => id === mail.taskId);
  if (!task) return true;
  if (!isFinal(task.data.status)) return false;
  const isTold = endsTold(messages).includes(mail.taskId);
  return mail.kind === 'asked' || task.data.status === 'cancelled' || isTold;
}

function ofState(path: string, data: Data, now: number): Finding[] {
  const leaseEndsAt = msOf(data['leaseEndsAt']);
  const dueAt = msOf(data['dueAt']);
  const isHalf = (data['owner'] === null) !== (leaseEndsAt === null);
  const since = leaseEndsAt ?? 0;
  return [
    ...(isHalf
      ? [
          {
            rule: 'lease',
            path,
            says: `${path} has an owner without a lease, or a lease without an owner`,
            since,
          } as const,
        ]
      : []),
    ...(!isHalf && data['owner'] !== null
      ? [{ rule: 'stuck', path, says: `${path} still has an owner`, since } as const]
      : []),
    ...(dueAt !== null && dueAt < now - LATE_MS
      ? [{ rule: 'stuck', path, says: `${path} was due at ${dueAt}`, since: dueAt } as const]
      : []),
    ...(data['intent'] && !data['consent']
      ? [
          {
            rule: 'stuck',
            path,
            says: `${path} has calls that nobody settled`,
            since: busyUntil(data),
          } as const,
        ]
      : []),
  ];
}

function ofMessage(view: ChatView, path: string, data: Data): Finding[] {
  if (data['status'] !== 'sent' && data['status'] !== 'streaming') return [];
  const actorId = kindOf(path) === 'messages' ? MOTHER : idOf(path.split('/').slice(0, -2).join('/'));
  const since = Math.max(msOf(data['createdAt']) ?? 0, busyUntil(stateOf(view, actorId)));
  return [{ rule: 'stuck', path, says: `${path} is still ${data['status']}`, since }];
}
