import {
  budget,
  limits,
  mayAdminister,
  member,
  motherState,
  paths,
  question,
  tenant,
  type Amount,
} from '../../src/contracts/index.ts';
import { chatOf, idOf, kindOf } from '../../src/upkeep/documents.ts';
import type { Change, Mirror } from './mirror.ts';
import { MARK } from './world-data.ts';

// What people and tenants may, as their documents say it: looked at after each commit, like the rest of what must hold.

/** Clocks may be so far apart, and what was decided may be so long on its way. */
const LATE_MS = limits.clockSkewMs + 220_000;

type Check = (change: Change, mirror: Mirror, now: number) => readonly string[];

const tenantIdOf = (path: string, mirror: Mirror) => String(mirror.get(chatOf(path) ?? '')?.['tenantId']);

/** What the person has pressed on the card of a question, as far as anybody acted on it. */
const pressedOn = (chat: string, questionId: string, mirror: Mirror) =>
  [...mirror.chat(chat)].flatMap(([path, data]) => {
    const { consent } = data;
    const isPress = kindOf(path) === 'messages' && data['role'] === 'user' && data['status'] === 'handled';
    if (!isPress || typeof consent !== 'object' || consent === null) return [];
    const pressed: Record<string, unknown> = { ...consent };
    return pressed['questionId'] === questionId ? [pressed] : [];
  });

/** A yes or no is one button of the person's, pressed on exactly that card; a yes, by who may give it. */
const consents: Check = ({ path, before, after }, mirror) => {
  if (kindOf(path) !== 'questions' || after?.['kind'] !== 'consent') return [];
  if (after['status'] !== 'answered' || before?.['status'] === 'answered') return [];
  const { consent, answer, answeredBy } = question.parse(after);
  const chat = chatOf(path) ?? '';
  const pressed = pressedOn(chat, idOf(path), mirror);
  const isExact = pressed.some((one) => one['hash'] === consent?.hash && one['decision'] === answer);
  const wrong: string[] = [];
  if (!isExact || answeredBy !== 'user') wrong.push(`${path}: nobody pressed ${answer} on exactly this`);
  const [, uid = ''] = path.split('/');
  const held = member.safeParse(mirror.get(paths.members.one(tenantIdOf(path, mirror), uid)));
  const isAdmin = held.success && mayAdminister(held.data.role);
  if (answer === 'yes' && consent?.by === 'admin' && !isAdmin)
    wrong.push(`${path}: a yes of who is no admin`);
  return wrong;
};

/** One button counts for a card, whichever is the first. */
const onceEach: Check = ({ path, after }, mirror) => {
  const given = after?.['consent'];
  if (kindOf(path) !== 'messages' || after?.['status'] !== 'handled') return [];
  if (typeof given !== 'object' || given === null || !('questionId' in given)) return [];
  const times = pressedOn(chatOf(path) ?? '', String(given.questionId), mirror).length;
  return times > 1 ? [`${path}: ${String(given.questionId)} was decided ${times} times`] : [];
};

/** An answer is of the type that was asked for, whoever gave it. */
const typed: Check = ({ path, before, after }) => {
  if (kindOf(path) !== 'questions' || after?.['kind'] !== 'input') return [];
  if (after['status'] !== 'answered' || before?.['status'] === 'answered') return [];
  const { answer, field, options } = question.parse(after);
  const text = (answer ?? '').trim();
  const value = Number(text);
  const isRight = {
    text: () => true,
    choice: () => options.includes(text),
    number: () =>
      field.type === 'number' &&
      text !== '' &&
      Number.isFinite(value) &&
      value >= (field.min ?? -Infinity) &&
      value <= (field.max ?? Infinity) &&
      (!field.integer || Number.isInteger(value)),
    date: () => /^\d{4}-\d\d-\d\d$/u.test(text) && new Date(text).toJSON()?.startsWith(text),
  }[field.type]();
  return isRight ? [] : [`${path}: “${text}” is no ${field.type}`];
};

/**
 * In a closed chat nobody begins anything: no task, no turn of Mother's, no answer, no question to the person. Only her very
 * first turn may be shown for a moment; it is taken back before anybody is asked.
 */
const closed: Check = ({ path, before, after }, mirror) => {
  const chat = chatOf(path);
  if (chat === null || path === chat || mirror.get(chat)?.['access'] !== 'closed' || !after) return [];
  const status = after['status'];
  if (status === before?.['status']) return [];
  const isBegun =
    (kindOf(path) === 'tasks' && (!before || status === 'running')) ||
    (kindOf(path) === 'questions' && (status === 'answered' || status === 'relayed')) ||
    (kindOf(path) === 'messages' && !before && after['role'] === 'assistant' && idOf(path) !== 'mother-0');
  return isBegun ? [`${path}: ${String(status)} in a chat that is closed`] : [];
};

/** A call outside is begun for a task that is at work; one that needed a yes, not long after it. */
const begun: Check = ({ path, before, after }, mirror, now) => {
  if (kindOf(path) !== 'state' || after?.['kind'] !== 'sub_agent') return [];
  const chat = chatOf(path) ?? '';
  const earlier = new Set(startedIn(before));
  const fresh = startedIn(after).filter((id) => !earlier.has(id));
  if (fresh.length === 0) return [];
  const status = mirror.get(`${chat}/tasks/${String(after['taskId'])}`)?.['status'];
  const yeses = [...mirror.chat(chat)].flatMap(([one, data]) => {
    if (kindOf(one) !== 'questions' || data['subAgentId'] !== idOf(path) || data['answer'] !== 'yes')
      return [];
    const { consent, answeredAt } = question.parse(data);
    return consent && fresh.includes(consent.callId) ? [answeredAt ?? 0] : [];
  });
  const isLate = yeses.length > 0 && Math.max(...yeses) + limits.consentMs + LATE_MS < now;
  return [
    ...(status === 'running' ? [] : [`${path} began a call for a task that is ${String(status)}`]),
    ...(isLate ? [`${path} began a call long after it was allowed`] : []),
  ];
};

function startedIn(state: Change['after']): string[] {
  const intent = state?.['intent'];
  if (typeof intent !== 'object' || intent === null || !('calls' in intent) || !Array.isArray(intent.calls))
    return [];
  return intent.calls.flatMap((call: { id: string; status: string }) =>
    call.status === 'started' ? [call.id] : [],
  );
}

/** What a tenant's actors hold of a month was drawn from it, and not more than the month has. */
const drawn: Check = ({ path, before, after }, mirror) => {
  const isState = kindOf(path) === 'state';
  if (!isState && kindOf(path) !== 'budgets') return [];
  if (isState && JSON.stringify(before?.['allotment']) === JSON.stringify(after?.['allotment'])) return [];
  const tenantId = isState ? String((after ?? before)?.['tenantId']) : (path.split('/')[1] ?? '');
  return monthsOf(tenantId, mirror).flatMap(({ period, drawn: amount }) => {
    const { tokens, micros } = tenant.parse(mirror.get(paths.tenant(tenantId))).orchestration.budget;
    const isOver = amount.tokens > (tokens ?? Infinity) || amount.micros > (micros ?? Infinity);
    const held = heldOf(tenantId, period, mirror);
    const isMissing = held.tokens > amount.tokens || held.micros > amount.micros;
    return [
      ...(isOver ? [`${tenantId} has drawn more of ${period} than it may`] : []),
      ...(isMissing ? [`${tenantId}: its actors hold more of ${period} than was drawn`] : []),
    ];
  });
};

/** What a tenant has drawn of each month. */
const monthsOf = (tenantId: string, mirror: Mirror) =>
  [...mirror.entries()].flatMap(([path, data]) =>
    path.startsWith(`${paths.budgets.all(tenantId)}/`)
      ? [{ period: idOf(path), drawn: budget.parse(data).drawn }]
      : [],
  );

/** What a tenant's model billed was drawn from its months before. */
export function unpaid(tenantId: string, billed: Amount, mirror: Mirror): string[] {
  const months = monthsOf(tenantId, mirror).map(({ drawn: amount }) => amount);
  return (['tokens', 'micros'] as const).flatMap((unit) => {
    const sum = months.reduce((all, one) => all + one[unit], 0);
    const [is, has] = [billed[unit], sum];
    return is > has ? [`${tenantId} was billed ${is} ${unit} and has drawn ${has}`] : [];
  });
}

/** A model is shown what belongs to one person and their tenant, and nothing else. */
export function mixedIn(text: string, tenantOf: ReadonlyMap<string, string>): string[] {
  const found = [...new Set([...text.matchAll(MARK)].map(([, id = '']) => id))];
  const people = found.filter((id) => tenantOf.has(id));
  const tenants = found.filter((id) => !tenantOf.has(id));
  const [person] = people;
  const [own] = tenants;
  const isForeign = person !== undefined && own !== undefined && tenantOf.get(person) !== own;
  return people.length > 1 || tenants.length > 1 || isForeign
    ? [`a prompt holds what is of ${found.join(', ')}`]
    : [];
}

function heldOf(tenantId: string, period: string, mirror: Mirror): Amount {
  const sum = { tokens: 0, micros: 0 };
  for (const [path, data] of mirror.entries()) {
    if (kindOf(path) !== 'state' || data['tenantId'] !== tenantId || !data['allotment']) continue;
    const allotment = motherState.shape.allotment.parse(data['allotment']);
    if (allotment?.period !== period) continue;
    for (const unit of ['tokens', 'micros'] as const)
      sum[unit] += allotment.left[unit] + allotment.reserved[unit];
  }
  return sum;
}

/** Nothing of another person's, or of another tenant's, stands in a chat or in what is on record of it. */
const marks: Check = ({ path, after }, mirror) => {
  const isRun = path.startsWith('orchestration_runs/');
  const chat = chatOf(path);
  if (!after || (chat === null && !isRun)) return [];
  const uid = isRun ? String(after['uid']) : path.split('/')[1];
  const tenantId = isRun ? String(after['tenantId']) : tenantIdOf(path, mirror);
  const found = new Set([...JSON.stringify(after).matchAll(MARK)].map(([, id = '']) => id));
  return [...found]
    .filter((id) => id !== uid && id !== tenantId)
    .map((id) => `${path} holds what is of ${id}`);
};

const checks: Readonly<Record<string, Check>> = {
  consents,
  onceEach,
  typed,
  closed,
  begun,
  drawn,
  marks,
};

/** What a commit broke of anybody's rights, in words. */
export const trespasses = (changes: readonly Change[], mirror: Mirror, now: number): string[] =>
  Object.entries(checks).flatMap(([name, check]) =>
    changes.flatMap((change) => check(change, mirror, now).map((why) => `${name}: ${why}`)),
  );

/** Since when tenants do without agents: no task begins in one that was switched off longer ago than settings are kept. */
export class SwitchedOff {
  readonly #since = new Map<string, number>();

  check(changes: readonly Change[], mirror: Mirror, now: number): string[] {
    for (const { path, after } of changes) {
      const parsed = tenant.safeParse(after);
      if (!parsed.success || path.split('/').length !== 2) continue;
      if (parsed.data.orchestration.enabled) this.#since.delete(path);
      else if (!this.#since.has(path)) this.#since.set(path, now);
    }
    return changes.flatMap(({ path, before, after }) => {
      if (kindOf(path) !== 'tasks' || before || !after) return [];
      const since = this.#since.get(paths.tenant(tenantIdOf(path, mirror))) ?? Infinity;
      const isLate = now > since + limits.settingsKeptMs + LATE_MS;
      return isLate ? [`off: ${path} began though agents were switched off`] : [];
    });
  }
}
