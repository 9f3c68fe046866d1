import { isFinal, limits, question, task } from '../../src/contracts/index.ts';
import { normalised } from '../../src/machine/repeats.ts';
import { allOf, chatOf, kindOf, msOf, viewOf } from '../../src/upkeep/documents.ts';
import { statuses } from '../../src/upkeep/tasks.ts';
import type { Change, Mirror } from './mirror.ts';

// What holds of the documents at any moment, whatever happens: looked at after each commit. Nothing here knows how the
// engine works; only what its documents mean.

/** Clocks may be so far apart. */
const SKEW_MS = 10_000;

type Check = (change: Change, mirror: Mirror, now: number) => readonly string[];

const moves: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  tasks: {
    '': ['queued', 'running'],
    queued: ['running', 'failed', 'cancelled'],
    running: ['waiting', 'completed', 'failed', 'cancelled'],
    waiting: ['running', 'failed', 'cancelled'],
  },
  questions: {
    '': ['open'],
    open: ['answered', 'relayed', 'expired', 'superseded', 'withdrawn'],
    relayed: ['answered', 'expired', 'superseded', 'withdrawn'],
  },
  user: { '': ['sent'], sent: ['handled', 'refused'] },
  assistant: {
    '': ['streaming', 'complete', 'failed', 'stopped'],
    streaming: ['complete', 'failed', 'stopped'],
    // A try that failed gives way to the next one.
    failed: ['stopped'],
  },
};

/** A status goes only where it may, and what is final stays. */
const statusMoves: Check = ({ path, before, after }) => {
  if (!after || chatOf(path) === null) return [];
  const kind = kindOf(path) === 'messages' ? String(after['role']) : kindOf(path);
  const allowed = moves[kind];
  const from = before ? String(before['status']) : '';
  const to = String(after['status']);
  if (!allowed || from === to || allowed[from]?.includes(to)) return [];
  return [`${path} went from ${from || 'nothing'} to ${to}`];
};

/** What was said stays as it was said. */
const words: Check = ({ path, before, after }) => {
  if (!before || !after) return [];
  const kind = kindOf(path);
  // A reply that is begun again takes its place after what it now replies to as well.
  const mothers = before['status'] === 'streaming' ? ['role'] : ['role', 'createdAt'];
  const fields: Readonly<Record<string, readonly string[]>> = {
    messages: before['role'] === 'user' ? ['content', 'createdAt', 'role', 'replyTo', 'stop'] : mothers,
    sub_agent_messages: ['content', 'index', 'role', 'toolCallId', 'answeredBy'],
    questions: ['text', 'taskId', 'subAgentId', 'toolCallId'],
    tasks: ['goal', 'subAgentId', 'agentId', 'messageId'],
    mail: Object.keys(before),
  };
  const isClosed = kind === 'messages' && before['role'] === 'assistant' && before['status'] === 'complete';
  const isCard = before['kind'] === 'question';
  return [...(fields[kind] ?? []), ...(isClosed && !isCard ? ['content'] : [])]
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => `${path}: its ${field} was changed`);
};

/** What a task came to, and an answer, stay. */
const outcomes: Check = ({ path, before, after }) => {
  if (!before || !after) return [];
  const kind = kindOf(path);
  const fields =
    kind === 'tasks' && isFinal(task.shape.status.parse(before['status']))
      ? ['result', 'error', 'finishedAt']
      : kind === 'questions' && before['status'] === 'answered'
        ? ['answer', 'answeredBy', 'evidence', 'confidence']
        : [];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => `${path}: its ${field} was changed afterwards`);
};

/** One owner at a time, by epochs; each commit is the next one. */
const owners: Check = ({ path, before, after }, _, now) => {
  if (kindOf(path) !== 'state' || !before || !after) return [];
  const wrong: string[] = [];
  if (after['rev'] !== Number(before['rev']) + 1)
    wrong.push(`${path}: after rev ${Number(before['rev'])} comes ${Number(after['rev'])}`);
  const [epoch, next] = [Number(before['epoch']), Number(after['epoch'])];
  if (next < epoch || next > epoch + 1) wrong.push(`${path}: epoch ${epoch} -> ${next}`);
  const [owner, taker] = [before['owner'], after['owner']];
  if (taker !== null && taker !== owner) {
    if (next !== epoch + 1) wrong.push(`${path} has another owner in epoch ${epoch}`);
    const until = msOf(before['leaseEndsAt']);
    if (until !== null && until > now + SKEW_MS)
      wrong.push(`${path} was taken from an owner whose lease runs`);
  }
  return wrong;
};

/** A task that waits has its one question; a sub-agent is what its task is. */
const waiting: Check = ({ path }, mirror, now) => {
  const chat = chatOf(path);
  if (chat === null || !['tasks', 'questions', 'sub_agents'].includes(kindOf(path))) return [];
  // Of a chat that is being removed, less and less is there.
  if ((msOf(mirror.get(chat)?.['deleteAt']) ?? Infinity) < now + SKEW_MS) return [];
  return statuses(viewOf(chat, mirror.chat(chat))).map(({ says }) => says);
};

/** Nobody gets an answer that the person did not give: in a message of theirs in this chat stand the words of it. */
const evidence: Check = ({ path, before, after }, mirror) => {
  if (kindOf(path) !== 'questions' || after?.['status'] !== 'answered' || before?.['status'] === 'answered')
    return [];
  const { answeredBy, evidence: quotes, confidence } = question.parse(after);
  const chat = chatOf(path) ?? '';
  const said = (id: string) => mirror.get(`${chat}/messages/${id}`);
  const wrong = quotes
    .filter(({ messageId, quote }) => {
      const message = said(messageId);
      return message?.['role'] !== 'user' || !String(message['content']).includes(quote);
    })
    .map(({ quote }) => `${path}: nobody said “${quote}” here`);
  if (answeredBy === 'orchestrator' && quotes.length === 0)
    wrong.push(`${path} was answered without evidence`);
  if (answeredBy === 'orchestrator' && (confidence ?? 0) < 0.75) wrong.push(`${path} was answered unsurely`);
  return wrong;
};

/** The same is asked twice at most, and the second time of the person. A yes is asked for as often as a call needs one. */
const repeats: Check = ({ path, after }, mirror) => {
  if (kindOf(path) !== 'questions' || after?.['kind'] !== 'input') return [];
  const chat = chatOf(path) ?? '';
  const questions = allOf(mirror.chat(chat), `${chat}/questions`, question).map(({ data }) => data);
  const { taskId, text } = question.parse(after);
  const same = questions.filter((one) => one.taskId === taskId && normalised(one.text) === normalised(text));
  const guessed = same.filter(({ answeredBy }) => answeredBy === 'orchestrator');
  return [
    ...(same.length > limits.askAttempts ? [`${path}: “${text}” was asked ${same.length} times`] : []),
    ...(guessed.length > 1 ? [`${path}: “${text}” was answered from context twice`] : []),
  ];
};

/** A question is put to the person once, and an end is told once. */
const tellings: Check = ({ path, before, after }, mirror) => {
  if (kindOf(path) !== 'messages' || before || after?.['role'] !== 'assistant') return [];
  const chat = chatOf(path) ?? '';
  const asked = after['kind'] === 'question' ? after['questionId'] : null;
  if (typeof asked !== 'string') return [];
  const all = [...mirror.chat(chat)].filter(
    ([one, data]) =>
      kindOf(one) === 'messages' && data['kind'] === 'question' && data['questionId'] === asked,
  );
  return all.length > 1 ? [`${asked} was put to the person ${all.length} times`] : [];
};

/** A task is done by an agent of the chat's own tenant. */
const tenants: Check = ({ path, before, after }, mirror) => {
  if (kindOf(path) !== 'tasks' || before || !after) return [];
  const tenantId = String(mirror.get(chatOf(path) ?? '')?.['tenantId']);
  const agent = mirror.get(`tenants/${tenantId}/agents/${String(after['agentId'])}`);
  return agent ? [] : [`${path} was given to ${String(after['agentId'])}, who is not of ${tenantId}`];
};

const checks: Readonly<Record<string, Check>> = {
  statusMoves,
  words,
  outcomes,
  owners,
  waiting,
  evidence,
  repeats,
  tellings,
  tenants,
};

/** What a commit broke, in words. */
export function broken(changes: readonly Change[], mirror: Mirror, now: number): string[] {
  const crossed = new Set(changes.flatMap(({ path }) => chatOf(path) ?? []));
  const wrong = Object.entries(checks).flatMap(([name, check]) =>
    changes.flatMap((change) => check(change, mirror, now).map((why) => `${name}: ${why}`)),
  );
  return [
    ...(crossed.size > 1 ? [`crossed: one commit wrote in ${[...crossed].join(' and ')}`] : []),
    ...new Set(wrong),
  ];
}
