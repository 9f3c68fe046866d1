import type { ToolName } from '../contracts/index.ts';
import { calculate } from './calculate.ts';
import { currentTime } from './current-time.ts';
import type { Tool } from './tool.ts';

export { runTool } from './run-tool.ts';
export { type Tool, ToolError, toolSpec } from './tool.ts';

/** The tools that need no connection to anything. */
export const builtInTools: Readonly<Record<ToolName, Tool>> = { calculate, current_time: currentTime };

/** The built-in tools that a definition allows; names that there are none for are passed over. */
export const toolsNamed = (names: readonly string[]): Tool[] =>
  Object.values(builtInTools).filter((tool) => names.includes(tool.name));
