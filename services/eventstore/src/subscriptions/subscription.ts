import type { ResolvedEvent } from "../storage/records.ts";

/** What a catch-up subscription yields, in order. */
export type SubscriptionItem =
  | { readonly kind: "events"; readonly events: readonly ResolvedEvent[] }
  /** Everything up to `position` was considered. */
  | { readonly kind: "checkpoint"; readonly position: number }
  | { readonly kind: "caughtUp" };
