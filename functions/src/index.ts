import { acceptInvitation } from './callables/accept-invitation.ts';
import { archiveAgent } from './callables/archive-agent.ts';
import { changeRole } from './callables/change-role.ts';
import { checkConnection } from './callables/check-connection.ts';
import { checkProvider } from './callables/check-provider.ts';
import { createCompany } from './callables/create-company.ts';
import { createPersonalTenant } from './callables/create-personal-tenant.ts';
import { deleteAdminAgent } from './callables/delete-admin-agent.ts';
import { deleteChat } from './callables/delete-chat.ts';
import { deleteConnection } from './callables/delete-connection.ts';
import { deleteProvider } from './callables/delete-provider.ts';
import { inviteMember } from './callables/invite-member.ts';
import { listModels } from './callables/list-models.ts';
import { listMothers } from './callables/list-mothers.ts';
import { listTools } from './callables/list-tools.ts';
import { pinChat } from './callables/pin-chat.ts';
import { rateReply } from './callables/rate-reply.ts';
import { removeMember } from './callables/remove-member.ts';
import { renameChat } from './callables/rename-chat.ts';
import { renameTenant } from './callables/rename-tenant.ts';
import { restoreChat } from './callables/restore-chat.ts';
import { revokeInvitation } from './callables/revoke-invitation.ts';
import { saveAdminAgent } from './callables/save-admin-agent.ts';
import { saveAgent } from './callables/save-agent.ts';
import { saveConnection } from './callables/save-connection.ts';
import { saveOrchestration } from './callables/save-orchestration.ts';
import { saveProvider } from './callables/save-provider.ts';
import { transferOwnership } from './callables/transfer-ownership.ts';
import { tryAgent } from './callables/try-agent.ts';
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
  acceptInvitation,
  archiveAgent,
  changeRole,
  checkConnection,
  checkProvider,
  createCompany,
  createPersonalTenant,
  deleteAdminAgent,
  deleteChat,
  deleteConnection,
  deleteProvider,
  inviteMember,
  listModels,
  listMothers,
  listTools,
  pinChat,
  rateReply,
  removeMember,
  renameChat,
  renameTenant,
  restoreChat,
  revokeInvitation,
  saveAdminAgent,
  saveAgent,
  saveConnection,
  saveOrchestration,
  saveProvider,
  transferOwnership,
  tryAgent,
};
