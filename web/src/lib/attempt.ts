// For what may fail, or never come to an end, and is worth another try.

/** Does it once for all who ask. What failed is forgotten: whoever asks next tries again. */
export function onceDone(attempt: () => Promise<void>): () => Promise<void> {
  let made: Promise<void> | null = null;
  const make = async () => {
    try {
      await attempt();
    } catch (error) {
      made = null;
      throw error;
    }
  };
  return () => (made ??= make());
}

/** Waits no longer than that; then it throws what `late` makes. What comes of the work itself is not known. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
