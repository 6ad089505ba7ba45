import type { ReleaseWhere } from "@ballast/readmodel";
import type { Scope } from "../graphql/scope.ts";
import type { Release } from "./releaseType.ts";

const known = new WeakMap<Scope, Map<string, readonly ReleaseWhere[]>>();

/** Where a release stands; the first one asked of a list answers for all of them, in one go. */
export function statesOfList({ key, scope, listMates }: Release): readonly ReleaseWhere[] {
  const states = known.get(scope) ?? new Map<string, readonly ReleaseWhere[]>();
  known.set(scope, states);
  if (!states.has(key)) {
    const found = scope.context.readModel.lanes.statesOf(listMates, scope.asOf);
    for (const id of listMates) states.set(id, found.get(id) ?? []);
  }
  return states.get(key) ?? [];
}
