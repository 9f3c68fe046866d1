import { checkConnection } from './callables/check-connection.ts';
import { createPersonalTenant } from './callables/create-personal-tenant.ts';
import { deleteChat } from './callables/delete-chat.ts';
import { deleteConnection } from './callables/delete-connection.ts';
import { pinChat } from './callables/pin-chat.ts';
import { rateReply } from './callables/rate-reply.ts';
import { renameChat } from './callables/rename-chat.ts';
import { restoreChat } from './callables/restore-chat.ts';
import { saveConnection } from './callables/save-connection.ts';
import { onEveryMinute } from './triggers/on-every-minute.ts';
import { onSubAgentMessage } from './triggers/on-sub-agent-message.ts';
import { onTaskTurned } from './triggers/on-task-turned.ts';
import { onUserMessage } from './triggers/on-user-message.ts';
import { onWake } from './triggers/on-wake.ts';

/** Deployed name -> trigger. A name with a hyphen is loaded as a property of what stands before the hyphen. */
export const orchestrator = Object.assign(onUserMessage, { notify: onTaskTurned });
export { onTaskTurned as 'orchestrator-notify' };
export const agent = { loop: onSubAgentMessage };
export const resume = onWake;
export const sweeper = onEveryMinute;
export {
  checkConnection,
  createPersonalTenant,
  deleteChat,
  deleteConnection,
  pinChat,
  rateReply,
  renameChat,
  restoreChat,
  saveConnection,
};
