import { z } from 'zod';
import { allTools, toolSpec } from '../connectors/index.ts';
import type { KnownTool } from '../tenants/valid-definition.ts';

const withProperties = z.object({ properties: z.record(z.string(), z.unknown()).default({}) });

/** What a definition has to fit: the tools that there are, by name. */
export const knownTools = (): KnownTool[] =>
  allTools.map((tool) => ({
    name: tool.name,
    connection: tool.connection ?? null,
    inputs: Object.keys(withProperties.parse(toolSpec(tool).parameters).properties),
  }));
