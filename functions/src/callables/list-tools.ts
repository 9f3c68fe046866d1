import { listTools as contract } from '../contracts/index.ts';
import { allTools, toolSpec } from '../connectors/index.ts';
import { theStore } from '../environment.ts';
import { authorise } from '../tenants/membership.ts';
import { callable } from './callable.ts';

export const listTools = callable(contract, async ({ uid }, { tenantId }) => {
  await authorise(theStore(), tenantId, uid, 'admin');
  const tools = allTools.map((tool) => {
    const { name, description, parameters } = toolSpec(tool);
    const { connection = null, outside } = tool;
    return { name, description, connection, writes: outside !== undefined, input: { ...parameters } };
  });
  return { tools };
});
