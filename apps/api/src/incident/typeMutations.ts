import { Rejection, type IncidentCommandOf } from "@ballast/domain";
import { incidentTypeDecider } from "@ballast/domain/incidentType";
import { foldRecordAt, ids, type DecidedOn, type Log } from "@ballast/eventlog";
import { roleName, secureLink } from "@ballast/schema";
import type { Mutation } from "../commands/defineMutation.ts";
import { field, flagField, idField, optional, otherwise, partIdField } from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import { changeIncident } from "./changeIncident.ts";
import { whyField } from "./incidentInputs.ts";

type Choice = NonNullable<IncidentCommandOf<"DeclareIncident">["chosen"]>;

/** What a type says now, for an incident that gets it. @throws Rejection NOT_FOUND */
export async function choiceOf(
  log: Log, incidentTypeId: string, reason: string,
): Promise<{ readonly choice: Choice; readonly at: DecidedOn }> {
  const { state, at } = await foldRecordAt(log, incidentTypeDecider, incidentTypeId);
  if (state.status === "absent") throw new Rejection("NOT_FOUND", "there is no such type of incidents", ["incidentTypeId"]);
  if (state.removed !== null)
    throw new Rejection("INVALID_INPUT", `${state.name} was removed: ${state.removed}. Choose another type`, ["incidentTypeId"]);
  const { name, roles, links, checklist, conferenceLink } = state;
  const lines = checklist.map((step) => ({ ...step, lineId: ids.part(incidentTypeId, "line", step.text) }));
  return { choice: { incidentTypeId, name, roles, links, checklist: lines, conferenceLink, reason }, at };
}

const roleField = field(() => String, roleName, "The role, as the incident's type calls it.");
const lineField = partIdField("The line of the checklist.");

/** What an incident has of its type. */
export const typeMutations: readonly Mutation[] = [
  changeIncident("chooseIncidentType", {
    description: "Gives an incident a type, or another one. What the type says is written down: what becomes of it later changes nothing.",
    input: { incidentTypeId: idField("IncidentType", "The type."), reason: whyField },
    async command({ incidentId, incidentTypeId, reason }, { now }, { log }) {
      const { choice, at } = await choiceOf(log, incidentTypeId, reason);
      return { command: { type: "ChooseType", now, incidentId, ...choice }, decidedOn: [at] };
    },
  }),
  changeIncident("tickChecklistLine", {
    description: "Ticks a line of an incident's checklist, or takes that back; both are kept.",
    input: { lineId: lineField, ticked: otherwise(flagField("Done (unless told), or not done after all."), true) },
    command: ({ incidentId, lineId, ticked }, { now }) => ({ type: "TickLine", now, incidentId, lineId, ticked }),
  }),
  changeIncident("takeTypeRole", {
    description: "Takes a role of the incident's type, from whoever has it.",
    input: { role: roleField, personId: optional(idField("Person", "Who takes it; yourself unless told.")) },
    async command({ incidentId, role, personId }, { now, by }, { log }) {
      if (personId !== null) await refuseStrangers(log, [personId], ["personId"]);
      return { type: "TakeTypeRole", now, incidentId, role, personId: personId ?? by };
    },
  }),
  changeIncident("leaveTypeRole", {
    description: "Leaves a role of the incident's type.",
    input: { role: roleField, personId: optional(idField("Person", "Who leaves it; yourself unless told.")) },
    command: ({ incidentId, role, personId }, { now, by }) => ({ type: "LeaveTypeRole", now, incidentId, role, personId: personId ?? by }),
  }),
  changeIncident("setConferenceLink", {
    description: "Says where the responders of an incident talk; Ballast shows the address and never follows it.",
    input: { url: optional(field(() => String, secureLink, "An https address; left out, they talk nowhere any more.")) },
    command: ({ incidentId, url }, { now }) => ({ type: "SetConferenceLink", now, incidentId, url }),
  }),
];
