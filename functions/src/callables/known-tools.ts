import { z } from 'zod';
import { allTools, inputFields, toolSpec } from '../connectors/index.ts';
import type { KnownTool } from '../tenants/valid-definition.ts';

const withProperties = z.object({ properties: z.record(z.string(), z.unknown()).default({}) });

/** What a definition has to fit: the tools that there are, by name. */
export const knownTools = (): KnownTool[] =>
  allTools.map((tool) => ({
    name: tool.name,
    connection: tool.connection ?? null,
    unaskable: inputFields(tool).flatMap(({ name, as, required }) =>
      required && as === 'other' ? [name] : [],
    ),
    inputs: Object.keys(withProperties.parse(toolSpec(tool).parameters).properties),
  }));
