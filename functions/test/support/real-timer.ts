import type { After } from '../../src/connectors/index.ts';

export const realTimer: After = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};
