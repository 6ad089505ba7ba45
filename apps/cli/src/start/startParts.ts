import type { PartSpec } from "./part.ts";
import type { Supervisor } from "./supervisor.ts";

/**
 * Starts each part as soon as those that it needs are healthy; none any more once the signal came, and those at hand are then ended.
 * @throws {StartFailure} of the first that fails
 */
export async function startParts(
  supervisor: Pick<Supervisor, "start" | "stop">,
  parts: readonly PartSpec[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const abort = (): void => { void supervisor.stop(); };
  signal?.addEventListener("abort", abort);
  try {
    const healthy = new Map<string, Promise<void>>();
    for (const part of parts) {
      const needed = (part.after ?? []).flatMap((name) => healthy.get(name) ?? []);
      healthy.set(part.name, Promise.all(needed).then(() => {
        signal?.throwIfAborted();
        return supervisor.start(part);
      }));
    }
    await Promise.all(healthy.values());
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
