import {
  limits,
  namesInWords,
  shown,
  type ErrorCode,
  type MotherState,
  type ToolCall,
  type UserMessage,
} from '../contracts/index.ts';
import {
  draftOf,
  excerptOf,
  forget,
  isResolved,
  passedOnTo,
  passOn,
  post,
  relay,
  remember,
  report,
  reportOf,
  say,
  type Draft,
  type Incoming,
  type Turn,
  type World,
} from './draft.ts';
import { fillSlots } from './slots.ts';
import type { MotherEffect, PassedTo } from './effects.ts';
import { cut } from './memory.ts';
import { obey, type Result } from './mother-calls.ts';
import { count } from './pace.ts';
import { groupOf, rootOf } from './same.ts';
import { motherCall, parseCall } from './tools.ts';

/** What came back from a model call: an answer, or a failure that will not be tried again. */
export type Answer =
  | { readonly text: string; readonly toolCalls: readonly ToolCall[]; readonly refusal: string | null }
  | { readonly failed: ErrorCode; readonly words?: string | undefined };

/** One thing that happened in a turn: an answer, or the person's stop, with what she had said by then. */
export type TurnEvent = Answer | { readonly stopped: string };

/** What the model is told after its own answer: the result of each of its calls, or what was wrong with the answer. */
export type Exchange = {
  readonly answer: Extract<Answer, { toolCalls: unknown }>;
  readonly results: readonly { readonly toolCallId: string; readonly content: string }[];
  readonly complaint: string | null;
};

export type TurnDecision =
  /** Ask the model (again), after these exchanges. */
  | { readonly next: 'call'; readonly exchanges: readonly Exchange[] }
  | {
      readonly next: 'commit';
      readonly state: MotherState;
      readonly effects: readonly MotherEffect[];
      readonly error: ErrorCode | null;
    };

/** Whether Mother speaks in this turn: not when she only checks what agents ask. */
export const speaks = (mail: readonly Incoming[]): boolean => mail.some(({ kind }) => kind !== 'asked');

/**
 * Mother's System 2, as a pure function of everything that happened in the turn: called again with one more answer
 * each time, it says whether to ask the model again or what to commit. Replaying the same answers against a world
 * that has moved gives the decision for that world; that is how a lost guard is handled.
 */
export function decideTurn(
  state: MotherState,
  turn: Turn,
  events: readonly TurnEvent[],
  world: World,
): TurnDecision {
  const draft = draftOf(state);
  const exchanges: Exchange[] = [];
  let unusable = 0;
  // The newest words that hold whatever else could not be used.
  let said = '';
  for (const [n, answer] of events.entries()) {
    // What was in the making when she was stopped does not happen.
    if ('stopped' in answer) return conclude(draftOf(state), turn, world, answer);
    if ('failed' in answer) return conclude(draft, turn, world, answer);
    const results = answer.toolCalls.map((call, index) => ({
      call,
      ...obeyCall(draft, turn, call, `${n}-${index}`, world),
    }));
    const has = (outcome: Result['outcome']) => results.some((result) => result.outcome === outcome);
    const words = answer.text.trim() || (answer.refusal ?? '');
    const isEmpty = words === '' && results.length === 0;
    const isHeard = words !== '' && speaks(turn.mail);
    const isBad = isEmpty || has('bad') || (isHeard && has('otherwise'));
    unusable = isBad ? unusable + 1 : 0;
    if (!results.every(holdsWords)) said = '';
    else if (words !== '') said = words;
    if (!isBad && !has('read') && isSettled(draft, turn, words)) {
      return conclude(draft, turn, world, { words });
    }
    if (unusable > 1) return conclude(draft, turn, world, saidOr(said, 'model_invalid_answer'));
    exchanges.push({
      answer,
      results: results.map((one) => ({ toolCallId: one.call.id, content: contentOf(one, isHeard) })),
      complaint: isEmpty ? 'Your answer was empty. Answer the person, or call a tool.' : null,
    });
  }
  if (events.length >= limits.callsPerTurn) {
    return conclude(draft, turn, world, saidOr(said, 'too_many_steps'));
  }
  return { next: 'call', exchanges };
}

function obeyCall(draft: Draft, turn: Turn, call: ToolCall, key: string, world: World): Result {
  const parsed = parseCall(motherCall, call);
  if (parsed.ok) return obey(draft, turn, parsed.value, key, world);
  const { problem } = parsed;
  return { outcome: 'bad', content: call.name === 'remember' ? `${problem}\nIt was not noted.` : problem };
}

type Called = Result & { readonly call: ToolCall };

/** Whether words beside a call hold: it took effect, or they promise nothing that it was for. */
const holdsWords = ({ call, outcome }: Called): boolean =>
  outcome === 'done' || call.name === 'remember' || (call.name === 'ask_user' && outcome === 'bad');

const saidOr = (said: string, failed: ErrorCode): Ending => (said === '' ? { failed } : { words: said });

/** What the model is told of a call; beside words that somebody would hear, also that they are to be said again. */
const contentOf = ({ outcome, content }: Called, isHeard: boolean): string =>
  isHeard && (outcome === 'bad' || outcome === 'otherwise')
    ? `${content}\nWhat you wrote beside this call is not kept: write to the person anew.`
    : content;

/** A turn is over when she has said something, or done something for the person; the rest answers nobody. */
const isSettled = (draft: Draft, turn: Turn, words: string) =>
  words !== '' || didSomething(draft) || !speaks(turn.mail);

type Ending = { readonly words: string } | Exclude<TurnEvent, { toolCalls: unknown }>;

/** Rounds the turn off: every piece of mail is dealt with, whatever the model left undone. */
function conclude(draft: Draft, turn: Turn, world: World, ending: Ending): TurnDecision {
  shareAnswers(draft, world);
  // A stop may be for the agents too: their questions stay in the mail, behind it.
  if (!('stopped' in ending)) relayLeftOver(draft, turn, world);
  const finished = consumeFinished(draft, turn);
  fillSlots(draft, world);
  // What she has done holds, even where the model failed after it.
  const failed = 'failed' in ending && !didSomething(draft) ? ending.failed : null;
  if (turn.messageId !== null) {
    const heard = handleMessages(draft, turn, world);
    if (heard.length > 0) draft.state = { ...draft.state, unasked: 0 };
    closeMessage(draft, { ...turn, messageId: turn.messageId }, world, {
      words: wordsOf(ending),
      stopped: 'stopped' in ending,
      failed,
      finished,
      heard,
    });
  } else if (draft.choices.length > 0) {
    const fields = post({ kind: 'notice', content: askingWhich(draft), choices: choicesOf(draft) });
    say(draft, world.now, `confirm-${draft.state.step}`, fields);
  }
  const error = 'failed' in ending ? ending.failed : null;
  return { next: 'commit', state: draft.state, effects: draft.effects, error };
}

function wordsOf(ending: Ending): string {
  const words = 'failed' in ending ? '' : 'words' in ending ? ending.words : ending.stopped;
  return cut(words.toWellFormed(), limits.wordsLength);
}

/** Whether she acted for the person: not by what she settles with an agent, which is no answer to them. */
const didSomething = (draft: Draft) =>
  draft.choices.length > 0 || draft.effects.some((effect) => isForPerson(effect) || deedOf(effect) !== null);

const isForPerson = (effect: MotherEffect): effect is Extract<MotherEffect, { type: 'answer' }> =>
  effect.type === 'answer' && effect.answeredBy === 'user';

/** Asks which question is meant: with several guesses each button says what it is the answer to. */
function askingWhich({ choices }: Draft): string {
  const [first] = choices;
  if (!first) return '';
  const isOne = choices.every(({ answer }) => answer === first.answer);
  const names = namesInWords(
    choices.map(({ name }) => `for ${name}`),
    'or',
  );
  return isOne
    ? `Is this ${names}: “${cut(first.answer, 200)}”?`
    : 'Let me make sure before I pass that on: which of these is right?';
}

const choicesOf = ({ choices }: Draft) => choices.map(({ questionId, answer }) => ({ questionId, answer }));

/** What she did for the person, in words; null for what is no answer to them. */
function deedOf(effect: MotherEffect): string | null {
  switch (effect.type) {
    case 'start_task':
      return effect.task.queued
        ? `${effect.task.agent.name} takes care of it as soon as another agent is done.`
        : `I’ve asked ${effect.task.agent.name} to take care of it.`;
    case 'end_task':
      return effect.status === 'cancelled' ? 'I’ve stopped that task.' : null;
    default:
      return null;
  }
}

/**
 * What the person answered to one agent is for all that asked the same and were asked for in its card. Where they gave
 * two of them different answers, the others still wait.
 */
function shareAnswers(draft: Draft, world: World): void {
  const answers = Map.groupBy(draft.effects.filter(isForPerson), ({ questionId, question: { sameAs } }) =>
    rootOf({ questionId, sameAs }),
  );
  for (const [root, [given, ...others]] of answers) {
    if (!given || others.some(({ answer }) => answer !== given.answer)) continue;
    for (const { questionId } of groupOf(draft.state.questions, root)) {
      const question = world.questions.get(questionId);
      if (question?.status === 'relayed') passOn(draft, { ...given, questionId, question });
    }
  }
}

/** A question that the model neither answered nor relayed is relayed as it is. */
function relayLeftOver(draft: Draft, turn: Turn, world: World): void {
  for (const mail of turn.mail) {
    if (mail.kind !== 'asked') continue;
    draft.effects.push({ type: 'consume', mailId: mail.mailId });
    const { questionId } = mail;
    const question = world.questions.get(questionId);
    if (question?.status !== 'open' || isResolved(draft, questionId, mail.taskId)) continue;
    relay(draft, world.now, {
      questionId,
      question,
      attempt: question.attempt,
      repeats: question.repeats,
      suggestion: null,
    });
  }
}

function consumeFinished(draft: Draft, turn: Turn): string[] {
  const finished = turn.mail.filter((one) => one.kind === 'finished');
  for (const { mailId, taskId } of finished) {
    draft.effects.push({ type: 'consume', mailId });
    forget(draft, taskId);
  }
  return finished.map(({ taskId }) => taskId);
}

/** Marks the person's messages as handled, each with whom it was passed on to; gives their ids. */
function handleMessages(draft: Draft, turn: Turn, world: World): string[] {
  const heard: string[] = [];
  for (const one of turn.mail) if (one.kind === 'message') count(draft, one.message);
  for (const { id, message } of heardMessages(turn, world)) {
    if (heard.includes(id)) continue;
    heard.push(id);
    if (message.retry) {
      draft.effects.push({ type: 'handle', messageId: id, passedTo: [] });
      const { id: messageId } = message.retry;
      const isReplaced = draft.effects.some(
        (one) => one.type === 'replace_failed' && one.messageId === messageId,
      );
      if (!isReplaced) draft.effects.push({ type: 'replace_failed', messageId });
      continue;
    }
    remember(draft, [excerptOf(id, message)]);
    draft.effects.push({ type: 'handle', messageId: id, passedTo: receiversOf(draft, id) });
  }
  return heard;
}

/** The person's messages that this turn is about: those in the mail, and those that a retry brings back. */
export function heardMessages(turn: Turn, world: World): { id: string; message: UserMessage }[] {
  const heard: { id: string; message: UserMessage }[] = [];
  for (const incoming of turn.mail) {
    if (incoming.kind !== 'message') continue;
    heard.push(incoming);
    const failed = incoming.message.retry && world.messages.get(incoming.message.retry.id);
    if (failed?.role !== 'assistant') continue;
    for (const id of failed.inReplyTo) {
      const message = world.messages.get(id);
      if (message?.role === 'user' && !message.retry) heard.push({ id, message });
    }
  }
  return heard;
}

const receiversOf = (draft: Draft, messageId: string): PassedTo[] =>
  draft.effects.flatMap((one) =>
    one.type === 'answer' && one.answeredBy === 'user' && one.messageId === messageId
      ? [{ subAgentId: one.question.subAgentId, name: one.question.name, questionId: one.questionId }]
      : [],
  );

type Closing = {
  words: string;
  stopped: boolean;
  failed: ErrorCode | null;
  finished: readonly string[];
  heard: readonly string[];
};

function closeMessage(
  draft: Draft,
  turn: Turn & { messageId: string },
  world: World,
  closing: Closing,
): void {
  const { words, stopped, failed, finished, heard } = closing;
  const onlyResults = heard.length === 0;
  const isFailure = failed !== null && !onlyResults;
  const content =
    isFailure || stopped ? words : cut(wordedIn(draft, words, finished, world), limits.reportLength);
  const fields = post({
    kind: onlyResults ? 'result' : 'text',
    content,
    status: isFailure ? 'failed' : stopped ? 'stopped' : 'complete',
    inReplyTo: [...heard],
    choices: choicesOf(draft),
    taskIds: isFailure ? [] : [...finished],
    error: isFailure ? shown(failed) : null,
  });
  say(draft, world.now, turn.messageId, fields, 'close');
  if (!isFailure) return;
  // A result does not wait for a retry of something else.
  for (const taskId of finished) {
    const task = world.tasks.get(taskId);
    if (task) report(draft, taskId, task, world);
  }
}

/** Her words; without a question of hers in them the template asks which question is meant. */
function wordedIn(draft: Draft, words: string, finished: readonly string[], world: World): string {
  if (words === '') return templateFor(draft, finished, world);
  return words.includes('?') ? words : [words, askingWhich(draft)].filter((one) => one !== '').join('\n\n');
}

/** What she says where the model did the work without a word. */
function templateFor(draft: Draft, finished: readonly string[], world: World): string {
  const receivers = draft.effects.filter(isForPerson).map(({ question }) => question.name);
  const lines = draft.effects.map(deedOf).filter((line) => line !== null);
  const reports = finished.flatMap((taskId) => {
    const task = world.tasks.get(taskId);
    return task ? [reportOf(task)] : [];
  });
  const all = [
    receivers.length === 0 ? '' : passedOnTo(namesInWords(receivers)),
    ...new Set(lines),
    ...reports,
    askingWhich(draft),
  ];
  return all.filter((one) => one !== '').join('\n\n') || 'Done.';
}
