import {
  MOTHER,
  SCHEMA_VERSION,
  actorState,
  chat as chatSchema,
  isFinal,
  limits,
  shown,
  subAgentStatusOf,
  task,
  type ActorState,
  type Mail,
  type Question,
  type SubAgent,
  type Task,
} from '../contracts/index.ts';
import { create, update } from '../store/documents.ts';
import {
  PreconditionFailed,
  SERVER_TIME,
  type Store,
  type StoredDocument,
  type Write,
} from '../store/port.ts';
import { checkChat, type Checked } from './check.ts';
import { countsOf } from './conversation.ts';
import { idOf, viewOf, type ChatView } from './documents.ts';
import type { Finding } from './finding.ts';
import type { StoredChat } from './read-chat.ts';

type Looked = Extract<Checked, { kind: 'looked' }>;

/** What is done about a finding: one commit, guarded by the versions that were read. */
export type Repair = { readonly finding: Finding; readonly writes: readonly Write[] };

/** A chat is looked at again after each repair, so often at most. */
const ROUNDS = 100;

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** What can be done about what was found in a chat; nothing for what somebody has to look at. */
export function repairsOf({ chat, stored, findings }: Looked): Repair[] {
  const documents = new Map([...stored].map(([path, { data }]) => [path, data]));
  const view = viewOf(chat, documents);
  const leftOver = findings.filter(({ rule }) => rule === 'left_over').slice(0, limits.removedAtOnce);
  const [first] = leftOver;
  if (first) return [{ finding: first, writes: leftOver.flatMap(({ path }) => removal(stored.get(path))) }];
  return findings.flatMap((finding) => {
    const writes = writesFor(finding, view, stored);
    return writes.length > 0 ? [{ finding, writes }] : [];
  });
}

function writesFor({ rule, path }: Finding, view: ChatView, stored: StoredChat): readonly Write[] {
  const found = stored.get(path);
  if (!found) return [];
  switch (rule) {
    case 'badge':
      return countsWrites(found, countsOf(view));
    case 'mail':
    // What a wake was for, if there is still somebody whom it was for, the sweeper finds.
    case 'wake':
      return removal(found);
    case 'lease':
      return leaseWrites(found);
    case 'sub_agent':
      return subAgentWrites(found, view, stored);
    case 'lost_task':
      return failWrites(found, view, stored);
    case 'unreadable':
    case 'stuck':
    case 'question':
    case 'unanswered':
    case 'untold':
    case 'transcript':
    case 'left_over':
      return [];
    default:
      return rule satisfies never;
  }
}

const removal = (document: StoredDocument | undefined): Write[] =>
  document ? [{ op: 'delete', path: document.path, ifVersion: document.version }] : [];

const countsWrites = (
  { path, version }: StoredDocument,
  { running, waiting }: ReturnType<typeof countsOf>,
): Write[] => [
  { op: 'update', path, data: { 'counts.running': running, 'counts.waiting': waiting }, ifVersion: version },
];

/** Gives it back; who owes something is due at once, so that the sweeper finds it. */
function leaseWrites({ path, data, version }: StoredDocument): Write[] {
  const state = actorState.safeParse(data);
  if (!state.success) return [];
  const { rev, dueAt } = state.data;
  const owes = state.data.kind === 'mother' || state.data.phase === 'running';
  const next = { owner: null, leaseEndsAt: null, rev: rev + 1, dueAt: dueAt ?? (owes ? SERVER_TIME : null) };
  return [update<ActorState>(path, next, version)];
}

/** A write that changes nothing, for its guard. */
const holds = ({ path, version }: StoredDocument, { usage }: Task): Write =>
  update<Task>(path, { usage }, version);

function subAgentWrites(found: StoredDocument, { chat }: ChatView, stored: StoredChat): Write[] {
  const own = task.safeParse(found.data);
  const subAgent = own.success && stored.get(`${chat}/sub_agents/${own.data.subAgentId}`);
  if (!own.success || !subAgent) return [];
  const status = subAgentStatusOf(own.data.status);
  return [holds(found, own.data), update<SubAgent>(subAgent.path, { status }, subAgent.version)];
}

/**
 * The task fails; its question is withdrawn; the badge counts it no longer; and Mother gets mail, out of which she tells
 * the person, with a button for another try, and forgets what she knew of it.
 */
function failWrites(found: StoredDocument, view: ChatView, stored: StoredChat): Write[] {
  const own = stored.get(view.chat);
  const parsed = task.safeParse(found.data);
  if (!own || !parsed.success || isFinal(parsed.data.status) || !chatSchema.safeParse(own.data).success)
    return [];
  const { chat } = view;
  const error = shown('interrupted');
  const subAgent = stored.get(`${chat}/sub_agents/${parsed.data.subAgentId}`);
  const asked = view.questions.flatMap(({ path, data }) => {
    const isPending = data.status === 'open' || data.status === 'relayed';
    return data.taskId === found.id && isPending ? (stored.get(path) ?? []) : [];
  });
  const mailPath = `${chat}/mail/finished-${found.id}`;
  const tasks = view.tasks.filter(({ id }) => id !== found.id);
  const questions = view.questions.filter(({ data }) => data.taskId !== found.id);
  return [
    update<Task>(
      found.path,
      { status: 'failed', error, questionId: null, finishedAt: SERVER_TIME },
      found.version,
    ),
    ...(subAgent ? [update<SubAgent>(subAgent.path, { status: 'failed' }, subAgent.version)] : []),
    ...asked.map(({ path, version }) => update<Question>(path, { status: 'withdrawn' }, version)),
    ...countsWrites(own, countsOf({ ...view, tasks, questions })),
    ...(stored.has(mailPath)
      ? []
      : [
          create<Mail>(mailPath, {
            ...versioned,
            to: MOTHER,
            kind: 'finished',
            taskId: idOf(found.path),
            questionId: null,
            createdAt: SERVER_TIME,
          }),
        ]),
  ];
}

export type Repaired = {
  readonly done: readonly Finding[];
  /** What is still broken in the end, as it was found; what nobody could look at has no findings. */
  readonly left: Checked;
  /** Somebody was at work in that moment: nothing was written then, and the next run looks again. */
  readonly moved: boolean;
};

/** Repairs a chat, one finding after another, each time with a new look at it. */
export async function repairChat(store: Store, chat: string, now: number): Promise<Repaired> {
  const done: Finding[] = [];
  for (;;) {
    const left = await checkChat(store, chat, now);
    const [repair] = left.kind === 'looked' && done.length < ROUNDS ? repairsOf(left) : [];
    if (!repair) return { done, left, moved: false };
    try {
      await store.commit(repair.writes);
    } catch (error) {
      if (error instanceof PreconditionFailed) return { done, left, moved: true };
      throw error;
    }
    done.push(repair.finding);
  }
}
