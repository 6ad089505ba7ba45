import { incidentRole, type DataOf, type IncidentTypeEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** A type of incidents that was written, as its events tell it. */
export interface WrittenIncidentType extends DataOf<"IncidentTypeWritten"> {
  readonly status: "written";
  /** Why it was removed; null: it was not. */
  readonly removed: string | null;
}

/** A type of incidents, or none yet. */
export type IncidentType = { readonly status: "absent" } | WrittenIncidentType;

export type IncidentTypeCommand =
  /** Writes one, or writes it anew. */
  | ({ readonly type: "WriteIncidentType"; readonly now: string } & DataOf<"IncidentTypeWritten">)
  | ({ readonly type: "RemoveIncidentType"; readonly now: string } & DataOf<"IncidentTypeRemoved">);

/** What an incident is, as far as it decides which types it is offered. */
interface Concerned {
  readonly severity: number | null;
  readonly serviceIds: readonly string[];
}

/** Whether an incident may choose it first: who works on it may choose any other one. */
export const isOffered = (
  { severities, serviceIds, removed }: Pick<WrittenIncidentType, "severities" | "serviceIds" | "removed">, incident: Concerned,
): boolean =>
  removed === null
  && (severities.length === 0 || incident.severity === null || severities.includes(incident.severity))
  && (serviceIds.length === 0 || serviceIds.some((id) => incident.serviceIds.includes(id)));

function evolve(known: IncidentType, event: IncidentTypeEvent): IncidentType {
  if (event.type === "IncidentTypeWritten") return { status: "written", ...event.data, removed: null };
  return known.status === "absent" ? known : { ...known, removed: event.data.reason };
}

/** Names that every incident's roles have. */
const taken: readonly string[] = [...incidentRole.options, "communications lead", "business lead", "responders"];

const folded = (name: string): string => name.trim().toLowerCase();

/** The first that stands in a list twice, by what people see of it. */
const twice = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.findIndex((other) => folded(other) === folded(name)) !== index);

/** @throws Rejection INVALID_INPUT */
function refuseMisfits({ roles, checklist, conferenceLink }: DataOf<"IncidentTypeWritten">): void {
  const common = roles.find(({ name }) => taken.includes(folded(name)));
  if (common !== undefined)
    throw new Rejection("INVALID_INPUT", `every incident has the role ${common.name}: leave it out, or call this one otherwise`, ["roles"]);
  const role = twice(roles.map(({ name }) => name));
  if (role !== undefined) throw new Rejection("INVALID_INPUT", `the role ${role} stands there twice`, ["roles"]);
  const line = twice(checklist.map(({ text }) => text));
  if (line !== undefined) throw new Rejection("INVALID_INPUT", `“${line}” stands on the checklist twice`, ["checklist"]);
  const other = conferenceLink?.replaceAll("{{incident}}", "").match(/\{\{[^{}]*\}\}/u)?.[0];
  if (other !== undefined)
    throw new Rejection("INVALID_INPUT", `a conference link has a place for {{incident}}, not for ${other}`, ["conferenceLink"]);
}

function decide(command: IncidentTypeCommand, known: IncidentType): readonly IncidentTypeEvent[] {
  switch (command.type) {
    case "WriteIncidentType": {
      const { type, now, ...data } = command;
      refuseMisfits(data);
      const written: IncidentTypeEvent = { type: "IncidentTypeWritten", data };
      return sameContent(known, evolve(known, written)) ? [] : [written];
    }
    case "RemoveIncidentType": {
      if (known.status === "absent") throw new Rejection("NOT_FOUND", "there is no such type of incidents", ["incidentTypeId"]);
      const { type, now, ...data } = command;
      return known.removed === null ? [{ type: "IncidentTypeRemoved", data }] : [];
    }
  }
}

/** One that a command makes has its id from that command: a retry makes the same one. */
export const incidentTypeDecider = aggregate("incidentType", {
  initialState: { status: "absent" } as IncidentType, evolve, decide, keyOf: (commandId: string) => [commandId],
});
