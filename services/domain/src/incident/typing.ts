import type { IncidentEvent } from "@ballast/schema";
import { find } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { isActive, nameOf, type DeclaredIncident } from "./incident.ts";
import type { CommandOf, TypeChoice } from "./incidentCommands.ts";
import type { ChosenType } from "./outline.ts";
import { ended, refuseIfVoid } from "./refusals.ts";

/**
 * What an incident gets from its type: the text as it stands, and where its responders talk unless somebody has said so before. Roles that
 * the new type does not have end.
 */
export function chosen(
  incidentId: string,
  { conferenceLink, ...choice }: TypeChoice,
  incident: Pick<DeclaredIncident, "chosenType" | "conferenceLink" | "typeRoles"> & { readonly number: number },
): readonly IncidentEvent[] {
  const { reason, ...type } = choice;
  const link = conferenceLink?.replaceAll("{{incident}}", `INC-${String(incident.number)}`) ?? null;
  const same = incident.chosenType !== undefined && sameContent(incident.chosenType, type);
  const gone = Object.entries(incident.typeRoles).filter(([role]) => !type.roles.some(({ name }) => name === role));
  return [
    ...(same ? [] : [{ type: "IncidentTypeChosen" as const, data: { incidentId, ...choice } }]),
    ...gone.map(([role, personId]): IncidentEvent => ({ type: "TypeRoleLeft", data: { incidentId, role, personId, handedTo: null } })),
    ...(link === null || incident.conferenceLink !== undefined
      ? [] : [{ type: "ConferenceLinkSet" as const, data: { incidentId, url: link } }]),
  ];
}

/** Gives an incident a type, or another one. What was ticked stays in its history, and ticked where the line is the same. */
export function chooseType(
  { type, now, incidentId, ...choice }: CommandOf<"ChooseType">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  refuseIfVoid(incident, "get a type");
  return chosen(incidentId, choice, { ...incident, number: incident.declaration.number });
}

/** Ticks a line of the checklist, or takes that back: both are kept. Also after the end, for what nobody had a hand free to tick. */
export function tickLine({ incidentId, lineId, ticked }: CommandOf<"TickLine">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const line = incident.chosenType?.checklist.find((each) => each.lineId === lineId);
  if (line === undefined) throw new Rejection("NOT_FOUND", `the checklist of ${nameOf(incident)} has no line ${lineId}`, ["lineId"]);
  if ((find(incident.ticked, lineId) ?? false) === ticked) return [];
  refuseIfVoid(incident, "have its checklist ticked");
  return [{ type: ticked ? "ChecklistTicked" : "ChecklistUnticked", data: { incidentId, lineId, text: line.text } }];
}

function ownRole({ chosenType }: DeclaredIncident, role: string): ChosenType["roles"][number] | undefined {
  return chosenType?.roles.find(({ name }) => name.toLowerCase() === role.trim().toLowerCase());
}

/** Takes a role of the incident's type, from whoever has it: both ends in one append. */
export function takeTypeRole(
  { incidentId, role: called, personId }: CommandOf<"TakeTypeRole">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const role = ownRole(incident, called)?.name;
  if (role === undefined) {
    const there = incident.chosenType?.roles.map(({ name }) => name).join(", ") ?? "";
    const has = there === "" ? "its type has no roles of its own" : `there are ${there}`;
    throw new Rejection("NOT_FOUND", `${nameOf(incident)} has no role ${called}: ${has}`, ["role"]);
  }
  const holder = holderOf(incident, role);
  if (holder === personId) return [];
  if (!isActive(incident) && incident.state !== "resolved") throw ended(incident, "get people");
  const left: IncidentEvent[] =
    holder === undefined ? [] : [{ type: "TypeRoleLeft", data: { incidentId, role, personId: holder, handedTo: personId } }];
  return [...left, { type: "TypeRoleTaken", data: { incidentId, role, personId } }];
}

export function leaveTypeRole(
  { incidentId, role: called, personId }: CommandOf<"LeaveTypeRole">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const role = ownRole(incident, called)?.name ?? called;
  if (holderOf(incident, role) !== personId)
    throw new Rejection("ROLE_NOT_HELD", `person ${personId} does not have the role ${role} in ${nameOf(incident)}`, ["role"]);
  return [{ type: "TypeRoleLeft", data: { incidentId, role, personId, handedTo: null } }];
}

const holderOf = ({ typeRoles }: DeclaredIncident, role: string): string | undefined =>
  Object.entries(typeRoles).find(([name]) => name === role)?.[1];

/** Says where its responders talk, or that they do nowhere any more. */
export function setConferenceLink(
  { incidentId, url }: CommandOf<"SetConferenceLink">, incident: DeclaredIncident,
): readonly IncidentEvent[] {
  if ((incident.conferenceLink ?? null) === url) return [];
  refuseIfVoid(incident, "get a conference link");
  return [{ type: "ConferenceLinkSet", data: { incidentId, url } }];
}
