import type { ResolvedEvent } from "../storage/records.ts";

/** What a catch-up subscription yields, in order. */
export type SubscriptionItem =
  | { readonly kind: "events"; readonly events: readonly ResolvedEvent[] }
  /** Everything up to `position` was considered. */
  | { readonly kind: "checkpoint"; readonly position: number }
  /** The subscriber has what there is; `place` is the last position, or revision, it has passed, undefined where there is none. */
  | { readonly kind: "caughtUp"; readonly place: number | undefined };
