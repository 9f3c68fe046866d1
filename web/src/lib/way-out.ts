import type { ErrorCode } from 'functions/contracts';

/** Where something can be mended that ended a task or a reply, below the company's own pages. */
export type WayOut = {
  readonly path: 'settings' | 'connections' | 'agents' | `agents/${string}`;
  /** What the button says. */
  readonly verb: string;
  /** What somebody who is no admin is told. */
  readonly ask: string;
};

/** The page of the company that mends an error; null where no page does. `agentId`: whose task it ended. */
export function wayOutOf(code: ErrorCode, agentId: string | null): WayOut | null {
  const agent = agentId === null ? 'agents' : (`agents/${agentId}` as const);
  switch (code) {
    case 'budget_spent':
      return { path: 'settings', verb: 'Raise the budget', ask: 'Ask an admin to raise the budget.' };
    case 'provider_missing':
      return { path: 'settings', verb: 'Choose another model', ask: 'Ask an admin to choose another model.' };
    case 'orchestration_off':
      return { path: 'settings', verb: 'Switch agents on', ask: 'Ask an admin to switch agents on.' };
    case 'connection_missing':
      return { path: agent, verb: 'Give it a connection', ask: 'Ask an admin to give it a connection.' };
    case 'connection_failed':
      return { path: 'connections', verb: 'Look at the connection', ask: 'Ask an admin to look at it.' };
    case 'took_too_long':
    case 'too_many_steps':
    case 'too_many_tool_calls':
      return agentId === null
        ? null
        : { path: agent, verb: 'Change its bounds', ask: 'An admin can give it wider bounds.' };
    default:
      return null;
  }
}
