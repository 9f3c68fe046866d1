import { ToolError } from '../../src/connectors/index.ts';

/** A tool context's or engine's way to a connection where there is none. */
export const noConnection = () => Promise.reject(new ToolError('There is no connection here.'));
