import type { CheckpointTarget } from "./checkpointer.ts";
import type { GroupSource } from "./groupSource.ts";
import type { ParkedMessages } from "./parkedMessages.ts";

/** What a consumer does with a message it could not process. */
export type NackAction = "park" | "retry" | "skip" | "stop";

/** What a group works with. */
export type GroupParts = {
  readonly source: GroupSource;
  readonly parked: ParkedMessages;
  readonly saveCheckpoint: CheckpointTarget["save"];
  readonly report: CheckpointTarget["report"];
};
