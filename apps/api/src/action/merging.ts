import { referenceOf } from "@ballast/readmodel";
import type { Merging, MergeEffect } from "../graphql/context.ts";
import type { Scope } from "../graphql/scope.ts";
import { count } from "../words.ts";

/** What came of the one that ends is done all the same. */
export function mergingActions({ context: { readModel } }: Scope, { incident }: Merging): readonly MergeEffect[] {
  const { length: open } = readModel.actions.all({ filter: { sourceId: incident.id, states: ["proposed", "open"] } });
  return open === 0 ? [] : [{
    sentence: `${count(open, "action")} of ${referenceOf(incident)} ${open === 1 ? "stays" : "stay"} with it, and open.`, warns: false,
  }];
}
