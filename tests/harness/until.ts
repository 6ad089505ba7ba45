/** How long to try, in milliseconds; only where it is to be shorter than a test may last. */
export interface Bound {
  readonly within?: number;
}

const pauseMs = 50;

/**
 * Tries until the condition gives something that is neither undefined nor false.
 * @returns what it gave
 * @throws the condition's last error, or that it stayed unmet, when the time is over (two minutes unless told)
 */
export async function until<T>(condition: () => T | Promise<T>, { within = 120_000 }: Bound = {}): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + within;
  let lastError: unknown;
  do {
    try {
      const value = await condition();
      if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  } while (performance.now() < end);
  throw new Error(`Not met within ${String(within)} ms: ${condition.toString()}`, { cause: lastError });
}
