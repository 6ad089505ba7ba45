import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, reason, secureLink, severity, uuid, webLink } from "../scalars.ts";

/** What a role is called: a few words, in front of a name. */
export const roleName = z.string().trim().min(1).max(60);
/** A role that incidents of a type have beside those of every incident, and what it is for. */
export const typeRole = z.object({ name: roleName, purpose: line });
/** Something to look at, at a place of the web. */
export const shortcut = z.object({ label: line, url: webLink });
export type Shortcut = z.infer<typeof shortcut>;
/** Something to do in every incident of a type; `who` usually does it, empty where that is not said. */
export const checklistStep = z.object({ text: line, who: z.string().trim().max(60) });

/** What an incident gets from its type, as it stands when it is chosen. */
export const typeContent = { name: line, roles: z.array(typeRole).max(12), links: z.array(shortcut).max(12) };

export const incidentTypeEvents = {
  /** What incidents of this type have, from then on. No severity, or no service: it is offered for each. */
  IncidentTypeWritten: defineEvent({
    type: "IncidentTypeWritten",
    schema: z.object({
      incidentTypeId: uuid, ...typeContent, checklist: z.array(checklistStep).max(50),
      /** `{{incident}}` stands where the number comes: INC-12. */
      conferenceLink: secureLink.nullable(), severities: z.array(severity).max(4), serviceIds: z.array(uuid).max(50),
    }),
  }),
  IncidentTypeRemoved: defineEvent({ type: "IncidentTypeRemoved", schema: z.object({ incidentTypeId: uuid, reason }) }),
};
export type IncidentTypeEvent = EventsOf<typeof incidentTypeEvents>;
