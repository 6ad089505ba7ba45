import { join } from "node:path";
import type { PartRecord } from "./instance.ts";
import type { PartEvent } from "./keptPart.ts";
import { KeptPart } from "./keptPart.ts";
import type { PartSpec } from "./part.ts";

/** What the supervisor needs to know besides its parts. */
export interface SupervisorOptions {
  /** Folder of the parts' logs. */
  readonly logs: string;
  readonly onEvent: (event: PartEvent) => void;
  /** Called whenever a process was started, with all that run now. */
  readonly onProcesses: (parts: Readonly<Record<string, PartRecord>>) => void;
  /** Milliseconds a part gets to end by itself. */
  readonly graceMs?: number;
}

/** Parts that are kept running. */
export interface Supervisor {
  /**
   * Starts one more part and waits until it is healthy; from then on it is restarted whenever it ends.
   * @throws {StartFailure} when it ends before, or does not become healthy in its time
   */
  start(part: PartSpec): Promise<void>;
  /** Ends all parts, the last started first. May be called again; resolves when no process is left. */
  stop(): Promise<void>;
}

/** Creates a supervisor without parts. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { onEvent, onProcesses, logs, graceMs = 5_000 } = options;
  const kept: KeptPart[] = [];
  let stopping: Promise<void> | undefined;
  const onRecord = (): void => { onProcesses(Object.fromEntries(kept.map((part) => [part.spec.name, part.record]))); };
  const stopAll = async (): Promise<void> => {
    for (const part of kept.toReversed()) await part.stop(graceMs);
  };
  return {
    async start(spec) {
      if (stopping !== undefined) return;
      const part = new KeptPart(spec, join(logs, `${spec.name}.log`), { onEvent, onRecord });
      kept.push(part);
      onRecord();
      await part.becomeHealthy();
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}
