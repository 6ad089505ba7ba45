import { ids } from "@ballast/eventlog";
import type { Mutation } from "../commands/defineMutation.ts";
import { instantField, optional, partIdField } from "../commands/inputFields.ts";
import { changeIncident } from "./changeIncident.ts";
import { becauseField, componentField, impactField, shareField } from "./incidentInputs.ts";

const intervalField = partIdField("The impact interval.");

/** When which component was hurt, and how much. */
export const impactMutations: readonly Mutation[] = [
  changeIncident("openImpactInterval", {
    description: "Says that a component is hurt, or was.",
    input: {
      component: componentField,
      impact: impactField("How badly."),
      sharePer100k: shareField,
      startedAt: optional(instantField("Since when; now unless told.")),
      endedAt: optional(instantField("Until when, where it is over; needed once the incident is.")),
    },
    command: ({ incidentId, component, impact, sharePer100k, startedAt, endedAt }, { now, commandId }) => ({
      type: "OpenImpactInterval", now, incidentId, intervalId: ids.part(commandId, "interval", component), component, impact,
      share: sharePer100k, startedAt: startedAt ?? now, endedAt,
    }),
  }),
  changeIncident("closeImpactInterval", {
    description: "Says that a component works again.",
    input: { intervalId: intervalField, endedAt: optional(instantField("Since when; now unless told.")) },
    command: ({ incidentId, intervalId, endedAt }, { now }) => ({
      type: "CloseImpactInterval", now, incidentId, intervalId, endedAt: endedAt ?? now,
    }),
  }),
  changeIncident("correctImpactInterval", {
    description: "Corrects an impact interval with a reason; the old values stay in the history.",
    input: {
      intervalId: intervalField,
      startedAt: instantField("Since when."),
      endedAt: optional(instantField("Until when; left out, it goes on.")),
      sharePer100k: shareField,
      impact: impactField("How badly."),
      reason: becauseField,
    },
    command: ({ incidentId, intervalId, startedAt, endedAt, sharePer100k, impact, reason }, { now }) => ({
      type: "CorrectImpactInterval", now, incidentId, intervalId, startedAt, endedAt, share: sharePer100k, impact, reason,
    }),
  }),
];
