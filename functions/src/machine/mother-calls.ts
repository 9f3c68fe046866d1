import { problemWith } from './fields.ts';
import { isFinal, limits, namesInWords, type Question } from '../contracts/index.ts';
import {
  acknowledge,
  isAbout,
  isEnded,
  isResolved,
  passOn,
  relay,
  type Draft,
  type Turn,
  type World,
} from './draft.ts';
import { endTask, giveUpOn } from './end-task.ts';
import { startTask } from './slots.ts';
import type { AvailableAgent } from './effects.ts';
import {
  checkClaims,
  isPlainChoice,
  isPlainYes,
  isQuoteOf,
  unsupported,
  visible,
  type Claim,
} from './evidence.ts';
import { cut, note } from './memory.ts';
import { groupOf, rootOf } from './same.ts';
import type { MotherCall } from './tools.ts';

/**
 * What became of one call, and what that means for the turn. `content` is what the model is told.
 *
 * | outcome     | the call                                                 | the turn                                      |
 * | ----------- | -------------------------------------------------------- | --------------------------------------------- |
 * | `done`      | took effect                                              | may end with it                               |
 * | `otherwise` | came out otherwise, as the person sees, or does not miss | may end, but not with words that were said    |
 * |             |                                                          | without knowing so: they count as `bad`       |
 * | `read`      | has a result that the model has to go on from, or tell   | goes on                                       |
 * | `bad`       | could not be used                                        | goes on; the second answer in a row with one  |
 * |             |                                                          | ends it                                       |
 */
export type Result = {
  readonly outcome: 'done' | 'otherwise' | 'read' | 'bad';
  readonly content: string;
};

const done = (content: string): Result => ({ outcome: 'done', content });
const otherwise = (content: string): Result => ({ outcome: 'otherwise', content });
const readResult = (content: unknown): Result => ({ outcome: 'read', content: JSON.stringify(content) });
/** What the person has to hear from the model; a turn in which she does not speak to them is over all the same. */
const toTell = (turn: Turn, content: string): Result =>
  turn.messageId === null ? done(content) : { outcome: 'read', content };
const bad = (content: string): Result => ({ outcome: 'bad', content });

type Input<N extends MotherCall['name']> = Extract<MotherCall, { name: N }>['input'];

/** Carries out one parsed call on the draft. `key` is unique in the turn and stays the same when it is replayed. */
export function obey(draft: Draft, turn: Turn, call: MotherCall, key: string, world: World): Result {
  switch (call.name) {
    case 'delegate_to_agent':
      return delegate(draft, turn, call.input, key, world);
    case 'reply_to_agent':
      return reply(draft, turn, call.input, world);
    case 'ask_user':
      return askUser(draft, turn, call.input, world);
    case 'ask_which':
      return askWhich(draft, turn, call.input, world);
    case 'remember':
      return rememberFact(draft, call.input, world);
    case 'read_message':
      return readMessage(call.input, world);
    case 'cancel_task':
      return cancelTask(draft, turn, call.input, world);
    case 'find_agents':
      return readResult((world.found.get(keyOfSearch(call.input)) ?? []).map(catalogueEntry));
    default:
      return call satisfies never;
  }
}

/** Under which key the world holds what a search found. */
export const keyOfSearch = ({ tags, text }: Input<'find_agents'>): string => JSON.stringify([tags, text]);

/** What a model sees of an agent: never its instructions. */
const catalogueEntry = ({ id, name, description, tags }: AvailableAgent) => ({
  agent_id: id,
  name,
  description,
  tags,
});

function delegate(
  draft: Draft,
  turn: Turn,
  input: Input<'delegate_to_agent'>,
  key: string,
  world: World,
): Result {
  if (!world.orchestration.enabled) return bad('Agents are switched off here: answer yourself.');
  if (turn.messageId === null) return bad('Nobody asked for a new task: answer or relay the question.');
  const agent = world.agents.get(input.agent_id);
  if (!agent)
    return bad(`There is no agent "${input.agent_id}". Take an agent_id from the list, or use find_agents.`);
  const context = input.context && contextOf(input.context);
  if (context === null) {
    return bad(
      `The context is longer than ${limits.contextLength} characters of JSON, or nested too deeply.`,
    );
  }
  const started = draft.effects.filter(({ type }) => type === 'start_task').length;
  if (started >= limits.agentsPerAnswer || draft.state.tasks.length >= limits.openTasksPerChat) {
    return bad('Too many agents are at work in this chat. Tell the person to wait for one to finish.');
  }
  // An agent whose result has another task started could go on like that for ever.
  if (!isAsked(turn)) {
    const unasked = draft.state.unasked + 1;
    if (unasked > limits.unaskedTasks)
      return bad(
        'Many tasks were started without a word of the person. Report, and ask them whether to go on.',
      );
    draft.state = { ...draft.state, unasked };
  }
  const suffix = `${draft.state.step}-${key}`;
  startTask(
    draft,
    {
      taskId: `task-${suffix}`,
      subAgentId: `agent-${suffix}`,
      agent,
      title: titleOf(input.message),
      goal: input.message,
      context: context ?? null,
      messageId: turn.messageId,
      continues: null,
    },
    world,
  );
  return done(`Delegated to ${agent.name}.`);
}

const isAsked = ({ mail }: Turn) => mail.some(({ kind }) => kind === 'message');

/** As JSON; null where it is too long, or nested too deeply to be written. */
function contextOf(value: object): string | null {
  try {
    const json = JSON.stringify(value);
    return json.length <= limits.contextLength ? json : null;
  } catch {
    return null;
  }
}

const titleOf = (message: string) => cut(message.trim().split('\n', 1)[0] ?? '', limits.titleLength);

/** The question of this sub-agent that waits, if one does: being checked in this turn, or relayed. */
function waiting(draft: Draft, turn: Turn, subAgentId: string, world: World): Waiting | null {
  for (const mail of turn.mail) {
    const question = mail.kind === 'asked' && world.questions.get(mail.questionId);
    if (question && question.subAgentId === subAgentId && question.status === 'open') {
      return { status: 'open', questionId: mail.questionId, question };
    }
  }
  const open = draft.state.questions.findLast((one) => one.subAgentId === subAgentId);
  const question = open && world.questions.get(open.questionId);
  return open && question?.status === 'relayed'
    ? { status: 'relayed', questionId: open.questionId, question }
    : null;
}

type Waiting = {
  readonly status: 'open' | 'relayed';
  readonly questionId: string;
  readonly question: Question;
};

function reply(draft: Draft, turn: Turn, given: Input<'reply_to_agent'>, world: World): Result {
  const answer = visible(given.answer);
  if (answer.trim() === '') return bad('The answer must not be blank.');
  const input = { ...given, answer, evidence: shownClaims(given.evidence) };
  const one = waiting(draft, turn, input.sub_agent_id, world);
  if (!one) return bad(`No question of "${input.sub_agent_id}" waits for an answer.`);
  if (isResolved(draft, one.questionId, one.question.taskId))
    return bad('This question has already been dealt with.');
  if (one.question.kind === 'consent') return toTell(turn, onlyByButton);
  const problem = problemWith(answer, one.question);
  if (problem !== null && one.status === 'relayed') return bad(`It cannot be the answer. ${problem}`);
  return one.status === 'open'
    ? answerFromContext(draft, one, input, world)
    : answerForPerson(draft, turn, one, input, world);
}

const shownClaims = (claims: readonly Claim[]): Claim[] =>
  claims.map((claim) => ({ ...claim, quote: visible(claim.quote) }));

const onlyByButton =
  'Only the person can allow or refuse this, with the buttons of its card. Tell them so if they said it in words.';

/** Mother answers in the person's place. If anything is missing they are asked, with her guess as a suggestion. */
function answerFromContext(draft: Draft, one: Waiting, input: Input<'reply_to_agent'>, world: World): Result {
  const { questionId, question } = one;
  const { answer, confidence } = input;
  const checked = checkClaims(input.evidence, world.messages);
  const madeUp = unsupported(
    answer,
    input.evidence.map(({ quote }) => quote),
  );
  const reason = !checked.ok
    ? checked.reason
    : madeUp !== null
      ? `"${madeUp}" does not stand in the quotes`
      : confidence < world.orchestration.confidenceThreshold
        ? 'the confidence is too low'
        : problemWith(answer, question);
  if (reason !== null || !checked.ok) {
    const { attempt, repeats } = question;
    const suggestion = problemWith(answer, question) === null ? answer : null;
    relay(draft, world.now, { questionId, question, attempt, repeats, suggestion });
    return otherwise(`Not passed on, because ${reason}. The person is asked instead.`);
  }
  const { evidence } = checked;
  const given = { questionId, question, answer, answeredBy: 'orchestrator', confidence, evidence } as const;
  passOn(draft, { ...given, messageId: null });
  acknowledge(draft, world.now, { ...given, messageId: null });
  return done(`Passed on to ${question.name}.`);
}

/**
 * The person's own answer, given in prose: it has to quote something that they wrote after they were asked. What
 * the agent gets is Mother's wording only if it adds no number and no name to theirs, or if it was offered to them and
 * they have taken it; else their own words. What they were offered and have not taken is offered again.
 */
function answerForPerson(
  draft: Draft,
  turn: Turn,
  one: Waiting,
  input: Input<'reply_to_agent'>,
  world: World,
): Result {
  const { questionId, question } = one;
  const asked = question.relayedAt ?? world.now;
  const newer = newerClaims(input.evidence, asked, world);
  const checked = checkClaims(newer, world.messages);
  const quotes = newer.map(({ quote }) => quote);
  const inTheirWords =
    unsupported(input.answer, quotes) === null ||
    hasWritten(input.answer, asked, draft) ||
    hasTaken(input.answer, quotedNow(newer, turn), draft, one);
  if (!checked.ok || (!inTheirWords && isOffered(input.answer, draft, one))) {
    draft.effects.push({ type: 'suggest', questionId, suggestion: input.answer });
    offer(draft, one, input.answer);
    return otherwise(
      'The person has not said so since they were asked. They are shown your guess with a button.',
    );
  }
  const { evidence } = checked;
  const messageId = evidence.at(-1)?.messageId ?? null;
  const answer = inTheirWords ? input.answer : quotes.join(' … ');
  passOn(draft, {
    questionId,
    question,
    answer,
    answeredBy: 'user',
    confidence: null,
    evidence,
    messageId,
  });
  return done(`Passed on to ${question.name} as the person's answer.`);
}

/** Whether this answer is an option of the question, or a guess in its card. */
const isOffered = (answer: string, draft: Draft, one: Waiting): boolean =>
  [...one.question.options, one.question.suggestion].includes(answer) ||
  inCardOf(one, draft).some(({ suggestion }) => suggestion === answer);

/** Whether it stands in what the person wrote since they were asked: they may only say now for whom that was. */
const hasWritten = (answer: string, asked: number, { state }: Draft): boolean =>
  state.memory.recent.some(
    ({ from, text, createdAt }) => from === 'person' && createdAt > asked && isQuoteOf(answer, text),
  );

const inCardOf = (one: Waiting, draft: Draft) => groupOf(draft.state.questions, cardOf(one));

/**
 * Whether the person has taken what they were offered, in one of these messages, which says nothing else. A true quote
 * about something else is no yes to a guess, which may come from the agent's question itself.
 */
function hasTaken(answer: string, said: readonly string[], draft: Draft, one: Waiting): boolean {
  const { options, suggestion } = one.question;
  // What is guessed in this turn nobody has seen yet.
  const seen = inCardOf(one, draft).filter(
    ({ questionId }) => !draft.effects.some((effect) => isAbout(effect, questionId)),
  );
  const isGuess = [suggestion, ...seen.map((other) => other.suggestion)].includes(answer);
  return said.some((text) => (isGuess && isPlainYes(text)) || isPlainChoice(text, answer, options));
}

/** The whole messages of this turn that are quoted. */
const quotedNow = (claims: readonly Claim[], { mail }: Turn): string[] =>
  mail.flatMap((one) =>
    one.kind === 'message' && claims.some(({ message_id: id }) => id === one.id) ? [one.message.content] : [],
  );

const newerClaims = (claims: readonly Claim[], asked: number, world: World) =>
  claims.filter(({ message_id: id }) => (world.messages.get(id)?.createdAt ?? 0) > asked);

/** One button for a card asks whether this is the answer to it; a yes in prose counts from now on as well. */
function offer(draft: Draft, one: Waiting, answer: string): void {
  const { questionId } = one;
  const questions = draft.state.questions.map((open) =>
    open.questionId === questionId ? { ...open, suggestion: answer } : open,
  );
  draft.state = { ...draft.state, questions };
  const inCard = groupOf(questions, cardOf(one));
  if (draft.choices.some((other) => inCard.some((open) => open.questionId === other.questionId))) return;
  draft.choices.push({ questionId, name: namesInWords(inCard.map(({ name }) => name)), answer });
}

const cardOf = ({ questionId, question: { sameAs } }: Waiting) => rootOf({ questionId, sameAs });

/**
 * The person's words fit several questions: they are asked which, with a button for each of those that still wait. The
 * cards offer nothing: the words are for one of them only.
 */
function askWhich(draft: Draft, turn: Turn, input: Input<'ask_which'>, world: World): Result {
  const { sub_agent_ids: ids, message_id } = input;
  const quote = visible(input.quote);
  const checked = checkClaims([{ message_id, quote }], world.messages);
  if (!checked.ok) return bad(`Not asked, because ${checked.reason}.`);
  const open = [...new Set(ids)]
    .flatMap((id) => waiting(draft, turn, id, world) ?? [])
    .filter(({ status, question }) => status === 'relayed' && question.kind !== 'consent')
    .filter((one) => !isResolved(draft, one.questionId, one.question.taskId));
  if (open.length === 0) return bad('None of these agents has a question that waits for the person.');
  for (const one of open) offer(draft, one, quote);
  return done('The person is asked which one it is for, with a button for each.');
}

function askUser(draft: Draft, turn: Turn, input: Input<'ask_user'>, world: World): Result {
  const one = waiting(draft, turn, input.sub_agent_id, world);
  if (!one) {
    return bad(
      `No question of "${input.sub_agent_id}" waits for an answer. To ask the person something yourself, write it.`,
    );
  }
  const { questionId, question } = one;
  if (one.status === 'relayed' || isResolved(draft, questionId, question.taskId))
    return done('The person has been asked already.');
  const earlier =
    input.repeats === undefined || input.repeats === questionId
      ? undefined
      : world.questions.get(input.repeats);
  const repeats = earlier?.subAgentId === question.subAgentId ? (input.repeats ?? null) : null;
  const attempt = earlier && repeats !== null ? earlier.attempt + 1 : question.attempt;
  if (attempt > limits.askAttempts) {
    giveUpOn(draft, question.taskId, world);
    return otherwise('It has asked that too often, so its task was ended.');
  }
  if (input.same_as !== undefined) draft.alike.push([questionId, input.same_as]);
  relay(draft, world.now, {
    questionId,
    question,
    attempt,
    repeats: repeats ?? question.repeats,
    suggestion: input.same_as === undefined ? null : givenTo(draft, input.same_as, world),
  });
  return done('The person is asked.');
}

/**
 * What the person has answered meanwhile to the question that this is said to be the same as. They did not know that
 * it was for this one too, so it is a guess.
 */
function givenTo(draft: Draft, questionId: string, world: World): string | null {
  const now = draft.effects.find((one) => one.type === 'answer' && one.questionId === questionId);
  const given = now?.type === 'answer' ? now : world.questions.get(questionId);
  return given?.answeredBy === 'user' ? given.answer : null;
}

function rememberFact(draft: Draft, input: Input<'remember'>, world: World): Result {
  const claims = shownClaims(input.evidence);
  const checked = checkClaims(claims, world.messages);
  const evidence = checked.ok ? checked.evidence[0] : undefined;
  if (!evidence) return otherwise(`Not noted: ${checked.ok ? 'no evidence' : checked.reason}.`);
  // The quote is kept beside the fact, and is what counts when it is evidence later: its wording may be freer.
  const quotes = claims.map(({ quote }) => quote);
  const text = visible(input.fact);
  const madeUp = unsupported(text, quotes, 'trusted');
  if (madeUp !== null) return otherwise(`Not noted: "${madeUp}" does not stand in the quotes.`);
  draft.state = { ...draft.state, memory: note(draft.state.memory, { text, evidence }) };
  return done('Noted.');
}

function readMessage(input: Input<'read_message'>, world: World): Result {
  const message = world.messages.get(input.id);
  if (!message) return readResult({ error: `There is no message ${input.id} in this chat.` });
  return readResult({
    id: input.id,
    from: message.role === 'user' ? 'person' : 'mother',
    text: message.content,
  });
}

function cancelTask(draft: Draft, turn: Turn, input: Input<'cancel_task'>, world: World): Result {
  const task = world.tasks.get(input.task_id);
  if (!task) return bad(`There is no task "${input.task_id}".`);
  if (isFinal(task.status)) return toTell(turn, `It has already ended: ${task.status}.`);
  if (isEnded(draft, input.task_id)) return done('It has been stopped already.');
  endTask(draft, input.task_id, task, { status: 'cancelled', error: null }, world);
  return done('Stopped.');
}
