import type { DataOf, ReachEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";

/** Where a subscriber is reached, sealed; null: nowhere. */
export type Reach = { readonly status: "absent" } | { readonly status: "known"; readonly sealed: string | null };

export type ReachCommand = { readonly type: "SetReach" } & DataOf<"ReachSet">;

const evolve = (_: Reach, { data: { sealed } }: ReachEvent): Reach => ({ status: "known", sealed });

/** What was sealed anew is another text: who sets an address again writes it again. Nothing is taken away twice. */
function decide({ type, ...data }: ReachCommand, reach: Reach): readonly ReachEvent[] {
  const isNowhere = reach.status === "absent" || reach.sealed === null;
  return isNowhere && data.sealed === null ? [] : [{ type: "ReachSet", data }];
}

/** An address, in a stream that keeps its last event only; its id is its subscriber's. */
export const reachDecider = aggregate("reach", { initialState: { status: "absent" } as Reach, evolve, decide });
