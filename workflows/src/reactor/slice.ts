import type { Log } from "@ballast/eventlog";
import type { ResponsePolicy, taskQueues } from "@ballast/schema/workflows";
import type { RequestSource } from "@ballast/delivery";
import type { Tracing } from "@ballast/tracing";
import type { Client } from "@temporalio/client";
import type { FlagsKnown } from "../flagsKnown.ts";
import type { PartsWithFlags } from "../parts.ts";
import type { ByEvent } from "./byEvent.ts";

/** What reactions work with. */
export interface Reaction {
  readonly log: Log;
  readonly temporal: Client;
  /** What flags were changed for a deploy. */
  readonly flags: Pick<FlagsKnown, "changedFor">;
  readonly now: () => Date;
  /** What responses to incidents are started with. */
  readonly policy: ResponsePolicy;
  /** What counts requests of objectives; absent where no Prometheus is configured. */
  readonly requests?: RequestSource;
  /** Where reactions are told as spans; absent where nobody asks. */
  readonly tracing?: Tracing;
}

/** What one slice found undone of another's record: that one looks after it in the same round. */
export interface LeftUndone {
  /** Incidents that have ended before their response had done everything. */
  readonly incidents: Set<string>;
}

/**
 * Records for which something ought to be running, followed in the log. It names candidates: whether one is really open
 * says its own stream, and who finds that it is not takes it out.
 */
export interface OpenRecords {
  /** Told of what opens or ends one. */
  readonly notes: ByEvent<readonly [], void>;
  candidates(now: number): readonly string[];
  /** Takes one up again where its run is lost; answers what was said of it, null where there was nothing to do. */
  look(reaction: Reaction, id: string): Promise<string | null>;
}

/** What a slice brings to the worker: `slices.ts` lists them, and nothing else knows of one. */
export interface WorkflowSlice {
  /** Facts into workflows and signals; what the reactor watches is derived from it. */
  readonly reactions: ByEvent<readonly [Reaction], Promise<void> | undefined>;
  /** What is to be carried by a run; looked at in this order. */
  readonly follow: (undone: LeftUndone) => readonly OpenRecords[];
  /** By the task queue that carries them. */
  readonly activities: { readonly [Queue in keyof typeof taskQueues]?: (parts: PartsWithFlags) => object };
}
