import type { IncidentEvent } from "@ballast/schema";
import { find, valuesOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { nameOf, type Content, type KnownIncident } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { idInUse, refuseFuture } from "./refusals.ts";

/** A line on the timeline, in any state: the review adds what nobody had time to write. */
export function addEntry({ type, now, ...data }: CommandOf<"AddEntry">, incident: KnownIncident): readonly IncidentEvent[] {
  const known = find(incident.entries, data.entryId);
  if (known !== undefined) {
    if (sameContent({ incidentId: data.incidentId, ...known }, data)) return [];
    throw idInUse("entry", data.entryId, ["entryId"]);
  }
  refuseFuture(data.at, now, ["at"]);
  return [{ type: "EntryAdded", data }];
}

export function correctEntry({ type, now, ...data }: CommandOf<"CorrectEntry">, incident: KnownIncident): readonly IncidentEvent[] {
  const known = existingEntry(incident, data.entryId);
  if (known.at === data.at && known.text === data.text) return [];
  refuseFuture(data.at, now, ["at"]);
  return [{ type: "EntryCorrected", data }];
}

export function pinEntry({ incidentId, entryId, pinned }: CommandOf<"PinEntry">, incident: KnownIncident): readonly IncidentEvent[] {
  return existingEntry(incident, entryId).pinned === pinned ? [] : [{ type: "EntryPinned", data: { incidentId, entryId, pinned } }];
}

function existingEntry(incident: KnownIncident, entryId: string): Content<"EntryAdded"> {
  const entry = find(incident.entries, entryId);
  if (entry !== undefined) return entry;
  throw new Rejection("NOT_FOUND", `${nameOf(incident)} has no entry ${entryId}`, ["entryId"]);
}

/**
 * What caused, revealed or mitigated it. The ends of a link between entries may be any moment of the timeline, not
 * only what was added by hand, so that they are not looked up here.
 */
export function addLink({ incidentId, link }: CommandOf<"AddLink">, incident: KnownIncident): readonly IncidentEvent[] {
  const known = find(incident.links, link.linkId);
  if (known !== undefined) {
    if (sameContent(known, link)) return [];
    throw idInUse("link", link.linkId, ["link", "linkId"]);
  }
  if (link.recordId === (link.kind === "incident" ? incidentId : link.fromEntryId)) {
    throw new Rejection("INVALID_INPUT", `a link needs two ends: ${link.kind} ${link.recordId} cannot be linked to itself`, [
      "link", "recordId",
    ]);
  }
  const same = valuesOf(incident.links).find((other) => other !== null && sameEnds(other, link)) ?? null;
  if (same !== null) throw new Rejection("ALREADY_EXISTS", `${nameOf(incident)} has this link as ${same.linkId}`, ["link", "recordId"]);
  return [{ type: "LinkAdded", data: { incidentId, ...link } }];
}

const sameEnds = (one: Content<"LinkAdded">, other: Content<"LinkAdded">): boolean =>
  one.type === other.type && one.kind === other.kind && one.recordId === other.recordId && one.fromEntryId === other.fromEntryId;

export function removeLink({ incidentId, linkId, reason }: CommandOf<"RemoveLink">, incident: KnownIncident): readonly IncidentEvent[] {
  const link = find(incident.links, linkId);
  if (link === null) return [];
  if (link === undefined) throw new Rejection("NOT_FOUND", `${nameOf(incident)} has no link ${linkId}`, ["linkId"]);
  return [{ type: "LinkRemoved", data: { incidentId, linkId, reason } }];
}
