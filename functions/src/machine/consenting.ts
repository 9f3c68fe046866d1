import {
  mayAdminister,
  namesInWords,
  type Consent,
  type ConsentRequest,
  type Question,
} from '../contracts/index.ts';
import { forgetQuestion, isResolved, post, refuse, remember, say, type Draft, type World } from './draft.ts';
import { noLongerAsked } from './end-task.ts';

/**
 * A person's yes or no to a call, by the button of its card and by nothing else: it names the question and the hash that
 * stood there, counts once, and a yes needs a member, with the role that the card names.
 */
export function settleConsent(
  draft: Draft,
  id: string,
  { questionId, hash, decision }: Consent,
  world: World,
): void {
  const question = world.questions.get(questionId);
  if (!question?.consent) return refuse(draft, id, 'not_found');
  const refusal = refusalOf(draft, questionId, question);
  if (refusal) return refuse(draft, id, ...refusal);
  if (question.consent.hash !== hash) return refuse(draft, id, 'consent_mismatch');
  const notAllowed = decision === 'yes' ? mayNot(question.consent, world) : null;
  if (notAllowed) return refuse(draft, id, ...notAllowed);
  draft.effects.push({ type: 'handle', messageId: id, passedTo: [] });
  draft.effects.push({ type: 'consent', questionId, question, decision, messageId: id });
  forgetQuestion(draft, questionId);
  const { summary } = question.consent;
  const text =
    decision === 'yes' ? `(The person allowed: ${summary})` : `(The person did not allow: ${summary})`;
  remember(draft, [{ id, from: 'person', text, createdAt: world.now }]);
  const content =
    decision === 'yes' ? `${question.name} may go ahead.` : `${question.name} has been told not to do that.`;
  say(draft, world.now, `ack-${questionId}`, post({ kind: 'ack', content, inReplyTo: [id], questionId }));
}

type Refusal = readonly ['already_answered' | 'question_expired' | 'not_found', string?];

/** Why a yes or no comes too late, if it does. */
function refusalOf(draft: Draft, questionId: string, question: Question): Refusal | null {
  switch (question.status) {
    case 'open':
    case 'relayed':
      break;
    case 'answered':
      return ['already_answered', `You have already said ${question.answer ?? ''} to this.`];
    case 'expired':
      return ['question_expired'];
    case 'superseded':
    case 'withdrawn':
      return ['not_found', noLongerAsked];
    default:
      return question.status satisfies never;
  }
  if (!isResolved(draft, questionId, question.taskId)) return null;
  const isGiven = draft.effects.some((one) => one.type === 'consent' && one.questionId === questionId);
  return isGiven
    ? ['already_answered', 'You have already said yes or no to this.']
    : ['not_found', noLongerAsked];
}

/** Why this person's yes does not count, if it does not. */
function mayNot(
  { by }: ConsentRequest,
  world: World,
): readonly ['not_allowed' | 'role_needed', string] | null {
  if (!world.role) return ['not_allowed', 'Only a member of this company may allow that.'];
  return by === 'admin' && !mayAdminister(world.role) ? ['role_needed', needsAdmin(world)] : null;
}

const needsAdmin = ({ admins }: World) =>
  admins.length === 0
    ? 'Only an admin of this company may allow that.'
    : `Only an admin of this company may allow that: ${namesInWords(admins, 'or')}.`;
