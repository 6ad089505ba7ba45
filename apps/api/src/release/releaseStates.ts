import type { ReleaseWhere } from "@ballast/readmodel";
import type { Scope } from "../graphql/scope.ts";
import type { Release } from "./releaseType.ts";

const known = new WeakMap<Scope, Map<string, readonly ReleaseWhere[]>>();

/** Where a release stands; the first one asked on a page answers for all of them, in one go. */
export function statesOfPage({ key, scope, pageMates }: Release): readonly ReleaseWhere[] {
  const states = known.get(scope) ?? new Map<string, readonly ReleaseWhere[]>();
  known.set(scope, states);
  if (!states.has(key)) {
    const found = scope.context.readModel.lanes.statesOf(pageMates, scope.asOf);
    for (const id of pageMates) states.set(id, found.get(id) ?? []);
  }
  return states.get(key) ?? [];
}
