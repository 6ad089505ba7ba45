import { foldRecord } from "@ballast/eventlog";
import { incidentDecider, Rejection } from "@ballast/domain";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { flagField, idField, instantField, lineField, listOf, optional, otherwise, textField, wordField } from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import { IncidentState } from "../graphql/enums.ts";
import { openScope } from "../graphql/scope.ts";
import { changeIncident } from "./changeIncident.ts";
import { refuseUnlessPublishing } from "./publishing.ts";
import { declareIncident, hurtComponents } from "./declareIncident.ts";
import { becauseField, componentField, impactField, milestoneField, roleField, severityField, whyField } from "./incidentInputs.ts";
import { impactMutations } from "./impactMutations.ts";
import { refuseUnseen, takesAnother } from "./mergePreview.ts";
import { joinMutations } from "./joinMutations.ts";
import { storyMutations } from "./storyMutations.ts";
import { taskMutations } from "./taskMutations.ts";
import { typeMutations } from "./typeMutations.ts";

const declare = defineMutation({
  name: "declareIncident",
  description: "Declares an incident. Anyone signed in may.",
  permission: "incident.declare",
  record: "Incident",
  input: {
    title: lineField("What is wrong, in a line."),
    summary: whyField,
    severity: severityField,
    publicImpact: otherwise(
      impactField("What the public is told; none unless told. Otherwise an impact interval is opened for each component."),
      "none",
    ),
    services: otherwise(listOf(serviceField("A service that is concerned, by slug or id."), 50), []),
    components: otherwise(listOf(componentField, 50), []),
    impactStartAt: optional(instantField("When it began, where that is known.")),
    drill: otherwise(flagField("An exercise: the same machinery, out of the figures."), false),
    private: otherwise(flagField("Never told to the public."), false),
    suspectedDeployId: optional(idField("Deploy", "The deploy that is suspected.")),
    incidentTypeId: optional(idField("IncidentType", "What type of incident it is: it has its roles, checklist and conference link.")),
  },
  touches: ({ services }) => services.map(({ serviceId }) => serviceId),
  act: (run, input, { log }) => declareIncident(run, log, input),
});

const naming = [
  changeIncident("renameIncident", {
    description: "Changes an incident's title and summary. What is left out stays.",
    input: { title: optional(lineField("What is wrong, in a line.")), summary: optional(textField("What is known.")) },
    async command({ incidentId, title, summary }, { now }, { log }) {
      const incident = await foldRecord(log, incidentDecider, incidentId);
      const known = incident.status === "declared" ? incident : { title: "", summary: "" };
      return { type: "RenameIncident", now, incidentId, title: title ?? known.title, summary: summary ?? known.summary };
    },
  }),
  changeIncident("nameServices", {
    description: "Says which services and components are concerned.",
    input: { services: listOf(serviceField("A service, by slug or id."), 50), components: otherwise(listOf(componentField, 50), []) },
    async command({ incidentId, services, components }, { now }, { log }) {
      const known = await Promise.all(services.map((name) => registered(log, name)));
      return { type: "NameServices", now, incidentId, serviceIds: known.map(({ serviceId }) => serviceId), components };
    },
  }),
  changeIncident("setSeverity", {
    description: "Rates an incident anew; imported ones too.",
    input: { severity: severityField, reason: whyField },
    command: ({ incidentId, severity, reason }, { now }) => ({ type: "SetSeverity", now, incidentId, to: severity, reason }),
  }),
  changeIncident("setPublicTitle", {
    description: "Says what the status page calls an incident. Until then it is called after what it hurts: its title is for those inside.",
    input: { title: lineField("In the words of who reads it, as “Search is slow for some customers in Europe”.") },
    async command({ incidentId, title }, run, context) {
      await refuseUnlessPublishing(context, run, incidentId);
      return { type: "SetPublicTitle", now: run.now, incidentId, title };
    },
  }),
  changeIncident("setPublicImpact", {
    description: "Changes what the public is told of the impact.",
    input: { publicImpact: impactField("What the public is told."), reason: whyField },
    command: ({ incidentId, publicImpact, reason }, { now }) => ({ type: "SetPublicImpact", now, incidentId, to: publicImpact, reason }),
  }),
];

const moving = [
  changeIncident("changeIncidentState", {
    description: "Moves an incident on. Resolving also ends the impact.",
    input: {
      to: wordField(IncidentState, "Where to."), reason: whyField,
      resolvedAt: optional(instantField("When it was over, where that was before now.")),
    },
    command: ({ incidentId, to, reason, resolvedAt }, { now }) => ({
      type: "ChangeState", now, incidentId, to, reason, ...(resolvedAt === null ? {} : { resolvedAt }),
    }),
  }),
  changeIncident("reopenIncident", {
    description: "Takes an incident up again that had ended.",
    input: { reason: becauseField, components: otherwise(listOf(componentField, 50), []) },
    command: ({ incidentId, reason, components }, { now, commandId }) => ({
      type: "Reopen", now, incidentId, reason, hurt: hurtComponents(commandId, components),
    }),
  }),
  changeIncident("mergeIncident", {
    description: "Ends an incident that is the same as another one.",
    input: {
      intoIncidentId: idField("Incident", "The one that goes on."), reason: whyField,
      seen: optional(textField("What `mergePreview` named: refused where merging would do something else by now.")),
    },
    async command({ incidentId, intoIncidentId, reason, seen }, { now }, context) {
      const at = await takesAnother(context, { incidentId, intoIncidentId });
      if (seen !== null) refuseUnseen(openScope(context), { incidentId, intoIncidentId, seen });
      // Should that one be merged away at the same moment, the story would end nowhere.
      return { command: { type: "Merge", now, incidentId, intoIncidentId, reason }, decidedOn: [at] };
    },
  }),
];

const people = [
  changeIncident("takeRole", {
    description: "Takes a role in an incident, from whoever has it.",
    input: { role: roleField, personId: optional(idField("Person", "Who takes it; yourself unless told.")) },
    async command({ incidentId, role, personId }, { now, by }, { log }) {
      if (personId !== null) await refuseStrangers(log, [personId], ["personId"]);
      return { type: "TakeRole", now, incidentId, role, personId: personId ?? by };
    },
  }),
  changeIncident("leaveRole", {
    description: "Leaves a role in an incident.",
    input: { role: roleField, personId: optional(idField("Person", "Who leaves it; yourself unless told.")) },
    command: ({ incidentId, role, personId }, { now, by }) => ({ type: "LeaveRole", now, incidentId, role, personId: personId ?? by }),
  }),
  changeIncident("reachMilestone", {
    description: "Reports a milestone. The first time counts; a later one needs a correction.",
    input: { milestone: milestoneField, at: optional(instantField("When; now unless told.")) },
    command({ incidentId, milestone, at }, { now }) {
      if (milestone === "commanderAssigned" || milestone === "resolved") {
        const instead = milestone === "resolved" ? "change the incident's state" : "take the role of commander";
        throw new Rejection("INVALID_INPUT", `${milestone} follows from another command: ${instead}, or correct the milestone`, [
          "milestone",
        ]);
      }
      return { type: "ReachMilestone", now, incidentId, milestone, at: at ?? now, basis: "personsWord" };
    },
  }),
  changeIncident("correctMilestone", {
    description: "Corrects a milestone with a reason; the old value is kept.",
    input: { milestone: milestoneField, at: optional(instantField("When it was; left out = unknown after all.")), reason: becauseField },
    command: ({ incidentId, milestone, at, reason }, { now }) => ({ type: "CorrectMilestone", now, incidentId, milestone, at, reason }),
  }),
];

export const incidentMutations: readonly Mutation[] = [
  declare, ...naming, ...moving, ...people, ...typeMutations, ...taskMutations, ...joinMutations, ...impactMutations, ...storyMutations,
];
