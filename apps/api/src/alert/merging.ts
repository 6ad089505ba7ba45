import { isOpen, referenceOf } from "@ballast/readmodel";
import type { Merging, MergeEffect } from "../graphql/context.ts";
import type { Scope } from "../graphql/scope.ts";
import { count } from "../words.ts";

/** Why alerts do not come to an incident; null: they do. As `takesGroup` has it, which decides where they go. */
function takesNone({ into }: Merging): string | null {
  if (!isOpen(into)) return `is ${into.state}`;
  return into.drill ? "is a drill" : into.private ? "is private" : null;
}

/**
 * Alerts stay with the incident that they came to; what a rule groups follows to the other one, where that takes alerts. How many there are
 * moves by itself: in a storm, a press that waited for the figures to stand would wait for its end.
 */
export function mergingAlerts({ context: { readModel } }: Scope, merge: Merging): readonly MergeEffect[] {
  const { incident, into } = merge;
  const ids = readModel.incidents.alertIds(incident.id);
  if (ids.length === 0) return [];
  const firing = readModel.alerts.getMany(ids).filter((alert) => alert.firing).length;
  const [one, other] = [referenceOf(incident), referenceOf(into)];
  const still = firing === 0 ? "" : `, ${firing.toLocaleString("en-GB")} of which ${firing === 1 ? "fires" : "fire"} still`;
  const why = takesNone(merge);
  const next = why === null
    ? `what comes of the same group goes to ${other}.` : `${other} ${why}: what comes of the same group opens an incident of its own.`;
  return [{
    sentence: `${count(ids.length, "alert")} ${ids.length === 1 ? "stays" : "stay"} with ${one}${still}; ${next}`,
    warns: why !== null, mark: `alerts of ${one}; ${next}`,
  }];
}
