/** How long a test waits for something that has to come: long enough for a busy machine. */
export const patient = { timeout: 15_000, interval: 10 };
