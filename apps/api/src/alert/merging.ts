import { referenceOf } from "@ballast/readmodel";
import type { Merging, MergeEffect } from "../graphql/context.ts";
import type { Scope } from "../graphql/scope.ts";
import { count } from "../words.ts";

/** Alerts stay with the incident that they came to; what a rule groups follows to the other one. */
export function mergingAlerts({ context: { readModel } }: Scope, { incident, into }: Merging): readonly MergeEffect[] {
  const ids = readModel.incidents.alertIds(incident.id);
  if (ids.length === 0) return [];
  const firing = readModel.alerts.getMany(ids).filter((alert) => alert.firing).length;
  const [one, other] = [referenceOf(incident), referenceOf(into)];
  const still = firing === 0 ? "" : `, ${firing.toLocaleString("en-GB")} of which ${firing === 1 ? "fires" : "fire"} still`;
  return [{
    sentence: `${count(ids.length, "alert")} ${ids.length === 1 ? "stays" : "stay"} with ${one}${still}; what comes of the same group goes to ${other}.`,
    warns: false,
  }];
}
