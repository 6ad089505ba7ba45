import type { Access } from "./access/access.ts";
import type { Counters } from "./counters.ts";
import type { GroupRegistry } from "./persistent/groupRegistry.ts";
import type { RunProjections } from "./options.ts";
import type { ProjectionRegistry } from "./projections/projectionRegistry.ts";
import type { EventLog } from "./storage/eventLog.ts";
import type { Endpoint } from "./wire/gossip.ts";
import type { OpenCalls } from "./wire/openCalls.ts";
import type { PendingAppends } from "./wire/streams/pendingAppends.ts";

/** What every handler works with. */
export type StoreContext = {
  readonly log: EventLog;
  readonly access: Access;
  readonly groups: GroupRegistry;
  readonly runProjections: RunProjections;
  /** Custom projections, where they are run. */
  readonly projections: ProjectionRegistry | undefined;
  /** Bytes. */
  readonly maxAppendSize: number;
  readonly calls: OpenCalls;
  /** Appends that are not complete yet. */
  readonly appends: PendingAppends;
  readonly counters: Counters;
  /** Where clients are told to come. */
  readonly endpoint: () => Endpoint;
};
