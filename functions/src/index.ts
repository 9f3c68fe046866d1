import { checkConnection } from './callables/check-connection.ts';
import { checkProvider } from './callables/check-provider.ts';
import { createPersonalTenant } from './callables/create-personal-tenant.ts';
import { deleteAdminAgent } from './callables/delete-admin-agent.ts';
import { deleteChat } from './callables/delete-chat.ts';
import { deleteConnection } from './callables/delete-connection.ts';
import { deleteProvider } from './callables/delete-provider.ts';
import { listModels } from './callables/list-models.ts';
import { pinChat } from './callables/pin-chat.ts';
import { rateReply } from './callables/rate-reply.ts';
import { renameChat } from './callables/rename-chat.ts';
import { restoreChat } from './callables/restore-chat.ts';
import { saveAdminAgent } from './callables/save-admin-agent.ts';
import { saveConnection } from './callables/save-connection.ts';
import { saveProvider } from './callables/save-provider.ts';
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
  checkProvider,
  createPersonalTenant,
  deleteAdminAgent,
  deleteChat,
  deleteConnection,
  deleteProvider,
  listModels,
  pinChat,
  rateReply,
  renameChat,
  restoreChat,
  saveAdminAgent,
  saveConnection,
  saveProvider,
};
