import { counterDecider, incidentDecider, pageDecider, type IncidentCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import { after, type Author, type Calendar } from "./author.ts";
import { actor, type Login } from "./cast.ts";
import type { Beat, PastIncident } from "./pastIncidents.ts";

interface Telling {
  readonly incidentId: string;
  readonly past: PastIncident;
  /** Declared, ISO. */
  readonly at: string;
  readonly write: (command: IncidentCommand, at: string, who: Login) => Promise<void>;
}

/** Tells one incident from its impact to its review, through the rules of every incident. */
export async function tellIncident(
  author: Author,
  calendar: Calendar,
  { past, number }: { past: PastIncident; number: number },
): Promise<void> {
  const incidentId = ids.incident(ids.command("demonstration", past.title));
  const at = calendar(past.daysAgo, past.time);
  await author.write({
    aggregate: counterDecider, id: "incidents", at, by: actor(past.onCall), command: { type: "TakeNumber", now: at, forId: incidentId },
  });
  const telling: Telling = {
    incidentId, past, at,
    write: (command, moment, who) => author.write({ aggregate: incidentDecider, id: incidentId, command, at: moment, by: actor(who) }),
  };
  await declare(telling, number);
  await answer(author, telling);
  for (const [index, beat] of past.beats.entries()) await tellBeat(telling, beat, index);
  await review(telling);
}

async function declare({ incidentId, past, at, write }: Telling, number: number): Promise<void> {
  const serviceId = ids.service(past.service);
  const impactStartAt = after(at, -60 * past.detectedAfter);
  await write(
    {
      type: "DeclareIncident", now: at, incidentId, number, title: past.title, summary: past.summary, severity: past.severity,
      publicImpact: past.impact, serviceIds: [serviceId], components: [past.service], impactStartAt, drill: false, private: false,
      declaredAutomatically: false, hurt: [{ intervalId: ids.part(incidentId, "interval"), component: past.service, share: past.share }],
    },
    at,
    past.onCall,
  );
}

/** The page, and who answered it. */
async function answer(author: Author, { incidentId, past, at, write }: Telling): Promise<void> {
  const pageId = ids.page(incidentId, "responders", "demonstration");
  const personId = actor(past.onCall).personId ?? "";
  const page = { aggregate: pageDecider, id: pageId } as const;
  const by = { personId: null, name: "Ballast", means: "workflow" } as const;
  const sentAt = after(at, 2);
  const answeredAt = after(sentAt, past.acknowledgedAfter);
  const key = `${incidentId}/${pageId}/person/0/${personId}/mail`;
  await author.write({
    ...page,
    at,
    by,
    command: {
      type: "RequestPage", now: at, pageId, incidentId, purpose: "responders", severity: null, rotationIds: [], personIds: [personId],
      reason: "an incident was declared", policy: defaultPagePolicy,
    },
  });
  await author.write({
    ...page,
    at: sentAt,
    by,
    command: {
      type: "SendPage", now: sentAt, pageId, key, step: "person", round: 0, personId, channel: "mail",
      address: `${past.onCall}@example.org`,
    },
  });
  await author.write({
    ...page, at: answeredAt, by: actor(past.onCall), command: { type: "Acknowledge", now: answeredAt, pageId, personId },
  });
  await write(
    { type: "ReachMilestone", now: sentAt, incidentId, milestone: "firstPageSent", at: sentAt, basis: "observed" },
    sentAt,
    past.onCall,
  );
  await write(
    { type: "ReachMilestone", now: answeredAt, incidentId, milestone: "acknowledged", at: answeredAt, basis: "observed" },
    answeredAt,
    past.onCall,
  );
}

async function tellBeat(telling: Telling, [minute, who, what]: Beat, index: number): Promise<void> {
  const at = after(telling.at, 60 * minute + index);
  await telling.write(commandOf(telling, { at, who, what, index }), at, who);
}

function commandOf(
  { incidentId }: Telling,
  { at, who, what, index }: { at: string; who: Login; what: Beat[2]; index: number },
): IncidentCommand {
  const now = at;
  if ("note" in what)
    return {
      type: "AddEntry", now, incidentId, entryId: ids.part(incidentId, "entry", index), at, text: what.note, pinned: what.pinned ?? false,
    };
  if ("update" in what) {
    return {
      type: "PostUpdate", now, incidentId, updateId: ids.part(incidentId, "update", index),
      visibility: what.public === true ? "public" : "internal", status: what.status, body: what.update, nextUpdateInMs: null,
    };
  }
  if ("role" in what) return { type: "TakeRole", now, incidentId, role: what.role, personId: ids.person(who) };
  if ("state" in what) return { type: "ChangeState", now, incidentId, to: what.state, reason: what.reason };
  if ("severity" in what) return { type: "SetSeverity", now, incidentId, to: what.severity, reason: what.reason };
  return { type: "ReachMilestone", now, incidentId, milestone: "mitigated", at, basis: "personsWord" };
}

/** Held some days later with what was learned; one is still due. */
async function review({ incidentId, past, at, write }: Telling): Promise<void> {
  const dueAt = after(at, 7 * 24 * 3_600);
  const end = after(at, 6 * 3_600);
  await write({ type: "MarkReviewDue", now: end, incidentId, dueAt }, end, "mira");
  const heldAt = after(at, 2 * 24 * 3_600);
  if (past.review !== null) await write({ type: "HoldReview", now: heldAt, incidentId, heldAt, notes: past.review }, heldAt, "mira");
}
