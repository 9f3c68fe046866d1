import {
  paths,
  question as questionSchema,
  subAgentMessage,
  type ActorRef,
  type SubAgentState,
  type UserMessage,
} from '../contracts/index.ts';
import { answerIndexOf, type Heard } from '../machine/sub-agent-plan.ts';
import { read, remove, update } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';
import type { Engine } from './engine.ts';
import { consentMailId } from './mother-writes.ts';
import { transcriptPath } from './new-task.ts';

/** What a waiting sub-agent hears, and what is written when it is taken up. */
export type Taken = { readonly heard: Heard; readonly taken: readonly Write[] };

/** What a waiting sub-agent waits for, if it is there. */
export const hear = (engine: Engine, ref: ActorRef, state: SubAgentState): Promise<Taken | null> =>
  state.consent ? hearConsent(engine, ref, state.consent.questionId) : hearAnswer(engine, ref, state);

/** The person whose message brought the answer sees that the agent is at work again. */
async function hearAnswer(engine: Engine, ref: ActorRef, state: SubAgentState): Promise<Taken | null> {
  const path = transcriptPath(ref, state.actorId, answerIndexOf(state));
  const answer = (await read(engine.store, path, subAgentMessage))?.value;
  if (!answer) return null;
  if (answer.role !== 'user') return { heard: { kind: 'answer' }, taken: [] };
  const { messageId } = answer;
  const resumed = messageId === null ? null : paths.messages.one(ref, messageId);
  const taken = resumed === null ? [] : [update<UserMessage>(resumed, { resumedAt: SERVER_TIME })];
  return { heard: { kind: 'answer' }, taken };
}

async function hearConsent(engine: Engine, ref: ActorRef, questionId: string): Promise<Taken | null> {
  const question = (await read(engine.store, paths.questions.one(ref, questionId), questionSchema))?.value;
  if (question?.status !== 'answered' || !question.consent) return null;
  const { consent, answeredAt } = question;
  const decision = question.answer === 'yes' ? 'yes' : 'no';
  return {
    heard: { kind: 'consent', decision, hash: consent.hash, at: answeredAt ?? 0 },
    taken: [remove(paths.mail.one(ref, consentMailId(questionId)))],
  };
}

/** The transcript index of what it was told last and has not acted on. */
export const unreadBy = (state: SubAgentState, heard: Taken | null): number | null =>
  heard?.heard.kind === 'answer' ? answerIndexOf(state) : state.heeding;

/** The mail that brought what it heard: taken also where nothing comes of it any more. */
export const mailIn = (heard: Taken | null): readonly Write[] =>
  heard?.heard.kind === 'consent' ? heard.taken : [];
