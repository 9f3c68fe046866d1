import { calculate } from './calculate.ts';
import { currentTime } from './current-time.ts';
import type { Tool } from './tool.ts';
import { shopTools } from './woocommerce/index.ts';

export { checkShop, type Checked } from './check-shop.ts';
export type { Connection, OutsideRequest, SendOutside } from './connection.ts';
export { inputFields, refusedInputs } from './input-fields.ts';
export { withoutEchoes } from './redact.ts';
export { requestConsent } from './request-consent.ts';
export { checkCall, runOnce, runTool, settleLost, unknown, type ToolResult } from './run-tool.ts';
export {
  type After,
  type AllowedTool,
  allowedTools,
  type OutsideEffect,
  type Tool,
  ToolError,
  toolSpec,
} from './tool.ts';
export { AnswerLost } from './outside/failures.ts';
export { sendOutside } from './send-outside.ts';

/** The tools that need no connection to anything. */
export const builtInTools: Readonly<Record<'calculate' | 'current_time', Tool>> = {
  calculate,
  current_time: currentTime,
};

/** Every tool that there is. */
export const allTools: readonly Tool[] = [...Object.values(builtInTools), ...shopTools];

/** The tools that a definition allows; names that there are none for are passed over. */
export const toolsNamed = (names: readonly string[]): Tool[] =>
  allTools.filter((tool) => names.includes(tool.name));
