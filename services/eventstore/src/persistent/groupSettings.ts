import type { FilterDescription } from "../read/filter.ts";

/** How messages are spread over the consumers of a group. */
export type ConsumerStrategy = "RoundRobin" | "DispatchToSingle" | "Pinned" | "PinnedByCorrelation";

/** Where a group starts when it has processed nothing yet; a number is a revision or, for `$all`, a position. */
export type StartFrom = "start" | "end" | number;

/** What a group was created or last updated with. */
export type GroupSettings = {
  readonly startFrom: StartFrom;
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  /** Deliveries after the first before a message is parked. */
  readonly maxRetryCount: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  /** 0: as many as come. */
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  /** Milliseconds after which an unanswered message is delivered again; 0: never. */
  readonly messageTimeout: number;
  /** Milliseconds between checkpoints, when enough was processed. */
  readonly checkpointAfter: number;
  readonly strategy: ConsumerStrategy;
  /** Only for groups on `$all`. */
  readonly filter?: FilterDescription;
};

/** A group as it is kept: where it starts is fixed when it is created, so that "end" means the end of that moment. */
export type StoredGroup = {
  /** A stream's name, or `$all`. */
  readonly source: string;
  readonly name: string;
  readonly settings: GroupSettings;
  /** The first place (revision or position) to deliver when there is no checkpoint. */
  readonly startsAt: number;
  /** Every place before this one has been processed. */
  readonly checkpoint: number | undefined;
  /** Parked messages before this revision of the parked stream were asked to be replayed. */
  readonly replayBefore: number;
};
