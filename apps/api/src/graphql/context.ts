import type { Log } from "@ballast/eventlog";
import type { ReadModel } from "@ballast/readmodel";
import type { Logger } from "pino";
import type { Directory } from "../auth/directory.ts";
import type { KeyRing } from "../auth/secrets.ts";
import type { Principal } from "../auth/principal.ts";
import type { ApiMetrics } from "../ops/metrics.ts";

/** What belongs to the node, not to a request. */
export interface Node {
  readonly log: Log;
  readonly readModel: ReadModel;
  readonly directory: Directory;
  readonly keys: KeyRing;
  readonly metrics: ApiMetrics;
  readonly logger: Logger;
  readonly publicUrl: string;
  /** Control address of the embedded fleet; null where there is none. */
  readonly fleet: string | null;
  readonly now: () => Date;
  /** Whether the workflow engine answered when it was last asked; absent where nobody asks. */
  readonly engineState?: () => "up" | "down";
}

/** What a resolver gets: the node, and who asks. */
export interface ApiContext extends Node {
  readonly principal: Principal | null;
  readonly requestId: string;
}
