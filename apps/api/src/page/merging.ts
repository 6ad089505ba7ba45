import { referenceOf } from "@ballast/readmodel";
import type { Merging, MergeEffect } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";
import { count, listed } from "../words.ts";

/** Pages of the one that ends stop; those of the other one go on by themselves. */
export function mergingPages(scope: Scope, { incident, into }: Merging): readonly MergeEffect[] {
  const { pages } = scope.context.readModel;
  const stopped = pages.all({ incidentId: incident.id, open: true });
  const going = pages.all({ incidentId: into.id, open: true });
  const called = stopped.flatMap(({ personIds, sends }) => [...personIds, ...sends.flatMap(({ personId }) => personId ?? [])]);
  const names = listed([...new Set(called)].map((id) => find(scope, "Person", id)?.name ?? "somebody"));
  const [one, other] = [referenceOf(incident), referenceOf(into)];
  return [
    stopped.length === 0
      ? { sentence: `No page of ${one} calls anybody.`, warns: false }
      : {
          sentence:
            `${count(stopped.length, "page")} of ${one} ${stopped.length === 1 ? "stops" : "stop"} calling${names === "" ? "" : ` ${names}`}.`,
          // Where the other one calls nobody and nobody has answered there, nobody is called any more.
          warns: going.length === 0 && pages.all({ incidentId: into.id }).every(({ acknowledgedBy }) => acknowledgedBy === null),
        },
    ...(going.length === 0 ? [] : [{
      sentence: `${count(going.length, "page")} of ${other} ${going.length === 1 ? "goes" : "go"} on calling.`, warns: false,
    }]),
  ];
}
