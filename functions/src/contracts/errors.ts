import { z } from 'zod';

/** Every error that a person can meet. */
export const errorCode = z.enum([
  'model_unauthorized',
  'model_quota',
  'model_busy',
  'model_unavailable',
  'model_too_slow',
  'model_rejected',
  'context_too_long',
  'model_invalid_answer',
  'model_refused',
  'model_not_configured',
  'interrupted',
  'too_many_steps',
  'too_many_questions',
  'repeated_question',
  'question_expired',
  'unknown_agent',
  'orchestration_off',
  'chat_closed',
  'malformed_document',
  'unsupported_version',
  'not_found',
  'already_answered',
  'too_many_messages',
  'not_signed_in',
  'not_allowed',
  'invalid_input',
  'took_too_long',
  'too_many_tool_calls',
  'budget_spent',
  'provider_missing',
  'connection_missing',
  'consent_expired',
  'consent_mismatch',
  'declined',
  'effect_unknown',
  'role_needed',
  'conflict',
  'in_use',
  'too_many',
  'last_owner',
  'invitation_invalid',
  'email_unverified',
  'connection_failed',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCode>;

/** What a document keeps of an error: the code, and words for the person that name the way out. */
export const shownError = z.object({ code: errorCode, message: z.string() });
export type ShownError = z.infer<typeof shownError>;

/** The words for the person, by code. Each says what happened and what to do; none holds anything secret. */
const forThePerson: Record<ErrorCode, string> = {
  model_unauthorized: 'The model provider rejected the key. Check OPENAI_API_KEY, then retry.',
  model_quota:
    'The model provider says that the quota is used up. Check the plan and billing there, then retry.',
  model_busy: 'The model provider is busy. Wait a minute, then retry.',
  model_unavailable: 'The model could not be reached. Check the connection and the base URL, then retry.',
  model_too_slow: 'The model took too long to answer, and was cut off. Retry, or ask for less at once.',
  model_rejected:
    'The model provider did not accept the request. Check the model name and its settings, then retry.',
  context_too_long:
    'This has become more than the model can take in at once. Start it anew with a narrower request.',
  model_invalid_answer:
    'The model gave an answer that could not be used, twice. Retry, or put it in other words.',
  model_refused: 'The model declined to do this. Put it in other words, or ask for something else.',
  model_not_configured: 'No model is connected. Set OPENAI_API_KEY or OPENAI_BASE_URL, then retry.',
  interrupted: 'This was interrupted several times and has been given up. Retry.',
  too_many_steps:
    'The agent used all the steps it may take without finishing. Retry with a narrower request.',
  too_many_questions: 'The agent asked more questions than it may. Retry with more detail in the request.',
  repeated_question: 'The agent asked the same question three times. Retry, and say it in other words.',
  question_expired: 'The question was not answered within 7 days. Ask again to start over.',
  unknown_agent: 'That agent is not available here. Choose another one.',
  orchestration_off: 'Agents are switched off for this company. An admin can switch them on in the settings.',
  chat_closed: 'This chat is closed. Start a new one.',
  malformed_document: 'Something stored here cannot be read. The rest of the chat goes on; send it again.',
  unsupported_version: 'This was written by another version of the app. Reload the page.',
  not_found: 'It is no longer there.',
  too_many_messages: 'That was a lot of messages in a minute. Wait a little, then send it again.',
  already_answered: 'This question has already been answered.',
  not_signed_in: 'You are signed out. Sign in to go on.',
  not_allowed: 'You do not have access to this.',
  invalid_input: 'That input is not valid.',
  took_too_long: 'The agent worked for as long as it may without finishing. Retry with a narrower request.',
  too_many_tool_calls:
    'The agent used its tools as often as it may without finishing. Retry with a narrower request.',
  budget_spent:
    'This company’s budget for the month is used up. An admin can raise it in the settings, then retry.',
  provider_missing:
    'The model that was chosen for this company is no longer available. An admin can choose another one in the settings, then retry.',
  connection_missing:
    'The agent’s connection is gone. An admin can give it another one under Agents, then retry.',
  consent_expired: 'That yes came too long ago, and nothing was done. You are asked again.',
  consent_mismatch: 'What was to be done has changed since, and nothing was done. Look at it again.',
  declined: 'You did not allow this, and nothing was done. Ask for it again if you want it after all.',
  effect_unknown:
    'The answer was lost, so it is not known whether this took effect. Check it there; if it did not, ask for it again.',
  role_needed: 'Only an admin of this company may allow that.',
  conflict: 'Somebody else has changed this meanwhile. Reload it, then make your change again.',
  in_use: 'It is still in use.',
  too_many: 'There are as many as there may be. Remove one first.',
  last_owner: 'A company needs an owner. Hand it over to somebody first.',
  invitation_invalid: 'This invitation is no longer valid. Ask for a new one.',
  email_unverified: 'Your e-mail address is not confirmed yet. Confirm it, then open the link again.',
  connection_failed: 'The connection did not work.',
  internal: 'Something went wrong on our side. Retry; if it stays, report it.',
};

/** The stored and shown form of an error. */
export const shown = (code: ErrorCode, message: string = forThePerson[code]): ShownError => ({
  code,
  message,
});

/**
 * An error of this system. `message` is for the log and must hold nothing secret; `code` picks the words for the
 * person, which `shown` gives.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly #words: string | undefined;
  /** `words`: for the person, in place of those that the code has. */
  constructor(code: ErrorCode, logMessage: string, options?: ErrorOptions & { words?: string }) {
    super(logMessage, options);
    this.code = code;
    this.#words = options?.words;
  }
  get shown(): ShownError {
    return shown(this.code, this.#words);
  }
}
