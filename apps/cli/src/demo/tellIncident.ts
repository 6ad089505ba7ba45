import { alertDecider, counterDecider, incidentDecider, pageDecider, type IncidentCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import { after, type Author } from "./author.ts";
import { actor, type Login } from "./cast.ts";
import type { Beat, IncidentStory } from "./pastIncidents.ts";

interface Telling {
  readonly incidentId: string;
  readonly past: IncidentStory;
  /** Declared, ISO. */
  readonly at: string;
  readonly write: (command: IncidentCommand, at: string, who: Login) => Promise<void>;
}

/** So long after the declaration it is reviewed, seconds. */
export const REVIEWED_AFTER_SECONDS = 2 * 24 * 3_600;

/** The incident's id, by what it is called in the story. */
export const pastIncidentId = (name: string): string => ids.incident(ids.command("demonstration", name));

interface Told {
  /** Names it in the story: no other one is called so. */
  readonly name: string;
  readonly past: IncidentStory;
  /** Declared, ISO. */
  readonly at: string;
  readonly number: number;
}

/** Tells one incident from its impact to its review, through the rules of every incident. */
export async function tellIncident(author: Author, { name, past, at, number }: Told): Promise<void> {
  const incidentId = pastIncidentId(name);
  await author.write({
    aggregate: counterDecider, id: "incidents", at, by: actor(past.onCall), command: { type: "TakeNumber", now: at, forId: incidentId },
  });
  const telling: Telling = {
    incidentId, past, at,
    write: (command, moment, who) => author.write({ aggregate: incidentDecider, id: incidentId, command, at: moment, by: actor(who) }),
  };
  const alerts = await fire(author, telling);
  await declare(author, telling, { number, alerts });
  // Somebody writes while the page is still out: told in the order in which it happened.
  const steps = [...(await answer(author, telling)), ...past.beats.map((beat, index) => tellBeat(telling, beat, index))];
  for (const { tell } of steps.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) await tell();
  await review(telling);
}

type Alerts = readonly { readonly alertId: string; readonly episodeId: string; readonly severity: number }[];

const ballast = { personId: null, name: "Ballast", means: "workflow" } as const;

interface Declared {
  readonly number: number;
  readonly alerts: Alerts;
}

/** The alert that led to the declaration, and when it was over. */
async function fire(author: Author, { incidentId, past, at }: Telling): Promise<Alerts> {
  const { alert, service, severity } = past;
  if (alert === undefined) return [];
  const [integrationId, fingerprint] = [ids.integration("demonstration"), ids.part(incidentId, "fingerprint")];
  const alertId = ids.alert(integrationId, fingerprint);
  const startsAt = after(at, -20);
  const monitoring = { personId: null, name: "Monitoring", means: "webhook" } as const;
  const same = {
    alertId, integrationId, fingerprint, name: alert.name, severity: "critical", serviceId: ids.service(service), startsAt,
  } as const;
  await author.write({
    aggregate: alertDecider, id: alertId, at, by: monitoring,
    command: {
      ...same, type: "FireAlert", now: at, groupKey: alert.name, summary: alert.summary, labels: { alertname: alert.name, service },
      annotations: { summary: alert.summary }, generatorUrl: null,
    },
  });
  const endsAt = after(at, 60 * alert.clearsAfter);
  await author.write({
    aggregate: alertDecider, id: alertId, at: endsAt, by: monitoring, command: { ...same, type: "ClearAlert", now: endsAt, endsAt },
  });
  return [{ alertId, episodeId: ids.episode(alertId, 1), severity }];
}

async function declare(author: Author, { incidentId, past, at }: Telling, { number, alerts }: Declared): Promise<void> {
  const serviceId = ids.service(past.service);
  const impactStartAt = after(at, -60 * past.detectedAfter);
  const by = alerts.length > 0 ? ballast : actor(past.onCall);
  await author.write({
    aggregate: incidentDecider, id: incidentId, at, by,
    command: {
      type: "DeclareIncident", now: at, incidentId, number, title: past.title, summary: past.summary, severity: past.severity,
      publicImpact: past.impact, serviceIds: [serviceId], components: [past.service], impactStartAt, drill: false, private: false,
      declaredAutomatically: alerts.length > 0, alerts,
      hurt: [{ intervalId: ids.part(incidentId, "interval"), component: past.service, share: past.share }],
    },
  });
}

interface Step {
  readonly at: string;
  readonly tell: () => Promise<void>;
}

/** The page, and who answered it; what of it is to be told of the incident. */
async function answer(author: Author, { incidentId, past, at, write }: Telling): Promise<readonly Step[]> {
  const pageId = ids.page(incidentId, "responders", "demonstration");
  const personId = actor(past.onCall).personId ?? "";
  const page = { aggregate: pageDecider, id: pageId } as const;
  const by = ballast;
  const sentAt = after(at, 2);
  const answeredAt = after(sentAt, past.acknowledgedAfter);
  const key = `${incidentId}/${pageId}/person/0/${personId}/mail`;
  await author.write({
    ...page,
    at,
    by,
    command: {
      type: "RequestPage", now: at, pageId, incidentId, purpose: "responders", severity: null, ...calledBy(past, personId),
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
  const reached = (milestone: "firstPageSent" | "acknowledged", when: string): Step => ({
    at: when,
    tell: () => write({ type: "ReachMilestone", now: when, incidentId, milestone, at: when, basis: "observed" }, when, past.onCall),
  });
  return [reached("firstPageSent", sentAt), reached("acknowledged", answeredAt)];
}

/** The rotation that was asked, or the person by name. */
const calledBy = ({ rotation }: IncidentStory, personId: string) =>
  rotation === undefined
    ? { rotationIds: [], escalations: [], personIds: [personId] }
    : { rotationIds: [ids.rotation(rotation)], escalations: [], personIds: [] };

/** What was mitigated hurts nobody any more. */
function tellBeat(telling: Telling, [minute, who, what]: Beat, index: number): Step {
  const at = after(telling.at, 60 * minute + index);
  const { incidentId, write } = telling;
  const ended = { type: "CloseImpactInterval", now: at, incidentId, intervalId: ids.part(incidentId, "interval"), endedAt: at } as const;
  return {
    at,
    tell: async () => {
      await write(commandOf(telling, { at, who, what, index }), at, who);
      if ("mitigated" in what) await write(ended, at, who);
    },
  };
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
  if ("link" in what)
    return {
      type: "AddLink", now, incidentId,
      link: { linkId: ids.part(incidentId, "link", index), fromEntryId: null, confidence: "sure", ...what.link },
    };
  if ("severity" in what) return { type: "SetSeverity", now, incidentId, to: what.severity, reason: what.reason };
  return { type: "ReachMilestone", now, incidentId, milestone: "mitigated", at, basis: "personsWord" };
}

/** Held some days later with what was learned; one is still due, and what hurt hardly anybody has none. */
async function review({ incidentId, past, at, write }: Telling): Promise<void> {
  const dueAt = after(at, 7 * 24 * 3_600);
  const end = after(at, 6 * 3_600);
  if (past.unreviewed !== undefined)
    return write({ type: "SkipReview", now: end, incidentId, reason: past.unreviewed }, end, "mira");
  await write({ type: "MarkReviewDue", now: end, incidentId, dueAt }, end, "mira");
  const heldAt = after(at, REVIEWED_AFTER_SECONDS);
  if (past.review !== null) await write({ type: "HoldReview", now: heldAt, incidentId, heldAt, notes: past.review }, heldAt, "mira");
}
