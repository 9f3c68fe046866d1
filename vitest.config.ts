import { defineConfig } from 'vitest/config';

/** Tests in a browser. All of them talk to the one backend that `npm test` started; each has chats of its own. */
const inBrowser = {
  isolate: false,
  // On a machine that does other things as well a step may take longer than its time. What needed the second
  // try is listed at the end: twice there is a finding.
  retry: 1,
  expect: { poll: { timeout: 45_000 } },
  testTimeout: 150_000,
  hookTimeout: 60_000,
};

/**
 * The kinds of tests, from cheap to dear. `npm test` runs them in this order, the two in a browser beside each other, and
 * starts what they need; `npm test -- engine sweep` runs the engine tests whose file name contains "sweep".
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['functions/test/unit/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'rules',
          include: ['functions/test/rules/**/*.test.ts'],
          // One file of them keeps the emulator busy with several projects already.
          fileParallelism: false,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['functions/test/engine/**/*.test.ts'],
          // They wait for the emulator for much of their time.
          maxWorkers: 2,
          // Gives each worker a project id, and so a database, of its own.
          setupFiles: ['scripts/test/worker-project.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          // The emulator itself answers a commit with UNKNOWN now and then, which is no finding; twice would be one.
          retry: 1,
        },
      },
      {
        test: {
          ...inBrowser,
          name: 'browser',
          include: ['web/e2e/*.test.ts'],
          globalSetup: ['web/e2e/support/long-chat.ts'],
          // Two at a time, each with one browser.
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...inBrowser,
          name: 'waiting',
          include: ['web/e2e/waiting/*.test.ts'],
          // One more, beside those: they wait most of their time, for a connection, the end of a minute, a process to start.
          maxWorkers: 1,
        },
      },
    ],
  },
});
