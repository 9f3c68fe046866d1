import {
  AppError,
  assistantMessage,
  paths,
  rateReply as contract,
  type AssistantMessage,
  type Run,
} from '../contracts/index.ts';
import { theStore } from '../environment.ts';
import { read, update } from '../store/documents.ts';
import { callable } from './callable.ts';
import { ownChat } from './own-chat.ts';

export const rateReply = callable(contract, async ({ uid }, input) => {
  const { chatId, messageId, rating, comment } = input;
  const chat = { uid, chatId };
  await ownChat(theStore(), chat);
  const reply = await read(theStore(), paths.messages.one(chat, messageId), assistantMessage);
  if (!reply) throw new AppError('not_found', `${messageId} is no reply in ${chatId}`);
  const { runId } = reply.value;
  const run = runId === null ? null : await theStore().get(paths.runs.one(runId));
  const feedback = rating === null ? null : { rating, comment };
  await theStore().commit([
    update<AssistantMessage>(reply.path, { feedback: rating }),
    ...(run ? [update<Run>(run.path, { feedback })] : []),
  ]);
  return {};
});
