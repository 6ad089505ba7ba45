import { incidentDecider, pageDecider, urgencyOf, type DeclaredIncident, type Page, type UrgencyAt } from "@ballast/domain";
import type { CalledPage, ResponseFacts } from "@ballast/domain/response";
import { foldEvents, gathered, ids, type Gathering, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName, wakes } from "@ballast/schema";
import { severityOf, urgencyOfIncident } from "./urgency.ts";

/** A page of an incident as its stream tells it. */
interface PageFact {
  readonly purpose: "responders" | "commander";
  readonly requestedAt: number;
  readonly open: boolean;
  readonly severity: number | null;
  /** Where it stands in the log: what came before it is told by that, not by clocks. */
  readonly position: bigint;
  /** The first answer while it was open. */
  readonly acknowledgedAt: number | null;
  /** Where its last step was claimed, if somebody of it is still to be told later; null: nobody is. */
  readonly waitsSince: bigint | null;
  /** The last moment at which somebody who answered it wants to look again. */
  readonly lookAgainAt: number | null;
  /** Where its last step was claimed as of low urgency by the hours of its services, and until when; null: it was not. */
  readonly low: { readonly position: bigint; readonly claimedAt: number; readonly until: number } | null;
  /** Since when it is quiet, as the severity asked for no more calls; null: it is not. */
  readonly quietSince: bigint | null;
}

/** Id of the n-th page of a purpose that a response asks for (0 = the first). */
export const responsePageId = (incidentId: string, purpose: "responders" | "commander", occasion: number): string =>
  ids.page(incidentId, purpose, `response-${occasion}`);

/** Pages by the incident that they are about, the oldest first. */
const pagesByIncident: Gathering<Map<string, string[]>> = {
  filter: { types: ["PageRequested"] },
  nothing: () => new Map(),
  note: (found, { event, id }) => {
    if (event.type !== "PageRequested") return;
    const pages = found.get(event.data.incidentId);
    if (pages === undefined) found.set(event.data.incidentId, [id]);
    else pages.push(id);
  },
};

/** Every page about the incident, whoever asked for it: its response, a rollback, a person. */
export const allPagesOf = async (log: Log, incidentId: string): Promise<readonly string[]> =>
  [...((await gathered(log, pagesByIncident)).get(incidentId) ?? [])];

/** All pages that the incident's response asked for so far. */
async function pagesOf(log: Log, incidentId: string): Promise<readonly PageFact[]> {
  const pages = await Promise.all((["responders", "commander"] as const).map((purpose) => pagesOfPurpose(log, incidentId, purpose)));
  return pages.flat();
}

async function pagesOfPurpose(log: Log, incidentId: string, purpose: PageFact["purpose"]): Promise<readonly PageFact[]> {
  const found: PageFact[] = [];
  for (let occasion = 0; ; occasion += 1) {
    const pageId = responsePageId(incidentId, purpose, occasion);
    const { asked, last: events, answer } = await courseOfPage(log, pageId);
    const first = events[0];
    if (!asked || first === undefined) return found;
    const state = foldEvents(pageDecider, events);
    const again = state.status === "absent" ? [] : [...state.lookAgain.values()].map((at) => Date.parse(at));
    found.push({
      purpose, requestedAt: Date.parse(first.metadata.recordedAt), open: state.status === "open",
      severity: state.status === "absent" ? null : state.request.severity, position: BigInt(first.position),
      acknowledgedAt: answer === undefined ? null : Date.parse(answer.metadata.occurredAt), waitsSince: waitsSince(state, events),
      low: lowSince(state, events), quietSince: quietSince(events), lookAgainAt: again.length === 0 ? null : Math.max(...again),
    });
  }
}

/** So often a page is followed from hand to hand: more often it is asked for no other. */
const mostHands = 100;

/** A page, and those that took its place one after the other as it was handed on: the last of them, and the first answer to any. */
async function courseOfPage(log: Log, pageId: string): Promise<{
  readonly asked: boolean; readonly last: readonly RecordedEvent[]; readonly answer: RecordedEvent | undefined;
}> {
  const hands: (readonly RecordedEvent[])[] = [];
  for (let next: string | null = pageId; next !== null && hands.length < mostHands;) {
    const { events } = await log.read(streamName("page", next));
    // It is asked for before it is handed on to; a log that was put back may know of the one and not of the other.
    if (events.length === 0) break;
    hands.push(events);
    const page = foldEvents(pageDecider, events);
    next = page.status === "absent" ? null : page.handedTo;
  }
  const answer = hands.flat().find(({ event }) => event.type === "PageAcknowledged" && !event.data.late);
  return { asked: hands.length > 0, last: hands.at(-1) ?? [], answer };
}

function waitsSince(page: Page, events: readonly RecordedEvent[]): bigint | null {
  const claim = events.findLast(({ event }) => event.type === "PageStepClaimed");
  if (page.status !== "open" || claim?.event.type !== "PageStepClaimed") return null;
  const waits = claim.event.data.sends.some(
    ({ channel, afterMs, key }) => wakes(channel) && afterMs > 0 && !page.sent.has(key) && !page.refused.has(key),
  );
  return waits ? BigInt(claim.position) : null;
}

function lowSince(page: Page, events: readonly RecordedEvent[]): PageFact["low"] {
  const claim = events.findLast(({ event }) => event.type === "PageStepClaimed");
  if (page.status !== "open" || claim?.event.type !== "PageStepClaimed") return null;
  const { urgency } = claim.event.data;
  return urgency === undefined || urgency.level === "high" || urgency.until === null
    ? null
    : { position: BigInt(claim.position), claimedAt: Date.parse(claim.metadata.recordedAt), until: Date.parse(urgency.until) };
}

function quietSince(events: readonly RecordedEvent[]): bigint | null {
  const last = events.findLast(({ event: { type } }) => type === "PageStepClaimed" || type === "PageUnanswered");
  return last?.event.type === "PageUnanswered" && last.event.data.againAt === null ? BigInt(last.position) : null;
}

/** The severity that an incident had where a page's step was claimed. */
function severityAt(events: readonly RecordedEvent[], position: bigint): number | null {
  const declared = events[0]?.event;
  const set = events.findLast(({ event, position: at }) => event.type === "SeveritySet" && BigInt(at) < position)?.event;
  if (set?.type === "SeveritySet") return set.data.to;
  return declared?.type === "IncidentDeclared" ? declared.data.severity : null;
}

/** Since when the incident is as urgent as it is, and by what. */
function urgency(events: readonly RecordedEvent[]): {
  readonly by: "declared" | "reopened" | "worsened";
  readonly since: bigint;
  readonly opened: bigint;
} {
  const opened = events.findLast(({ event }) => event.type === "IncidentReopened") ?? events[0];
  const worse = events.findLast(
    ({ event }) => event.type === "SeveritySet" && (event.data.from === null || event.data.to < event.data.from),
  );
  const openedAt = BigInt(opened?.position ?? 0);
  if (worse !== undefined && BigInt(worse.position) > openedAt) return { by: "worsened", since: BigInt(worse.position), opened: openedAt };
  return { by: opened === events[0] ? "declared" : "reopened", since: openedAt, opened: openedAt };
}

/**
 * From when on a page that waits for hours is called for anew: as they begin by what its services say now. What they hold back no longer
 * does not go on waiting for them, it is due since it was claimed.
 */
function raisedAt(
  { claimedAt, until }: NonNullable<PageFact["low"]>, now: number, urgent: UrgencyAt,
): Pick<CalledPage, "raisedAt" | "released"> {
  if (now >= until) return { raisedAt: until };
  if (urgent.because !== "outsideHours") return { raisedAt: claimedAt, released: true };
  return { raisedAt: Math.min(until, urgent.until ?? until) };
}

/** Everything the response decides by at a moment (ms since 1970); null when there is no such declared incident. */
export async function factsOf(
  log: Log, incidentId: string, now: number,
): Promise<{ facts: ResponseFacts; incident: DeclaredIncident } | null> {
  const { events } = await log.read(streamName("incident", incidentId));
  const incident = foldEvents(incidentDecider, events);
  const declaredEvent = events[0];
  if (incident.status !== "declared" || declaredEvent === undefined) return null;
  const { by, since, opened } = urgency(events);
  const severity = severityOf(incident);
  const pages = await pagesOf(log, incidentId);
  const urgencyNow = pages.some(({ low }) => low !== null) ? await urgencyOfIncident(log, incident, now) : null;
  const answers = pages.flatMap(({ position, acknowledgedAt: at }) => (at !== null && position > opened ? [at] : []));
  const acknowledgedAt = answers.length === 0 ? null : Math.min(...answers);
  const withdrawn = new Set(events.flatMap(({ event }) => (event.type === "UpdateWithdrawn" ? [event.data.updateId] : [])));
  const lastUpdate = events.findLast(({ event }) => event.type === "UpdatePosted" && !withdrawn.has(event.data.updateId));
  const lastReminder = events.findLast(({ event }) => event.type === "UpdateDue");
  const facts: ResponseFacts = {
    state: incident.state,
    severity,
    declaredAt: Date.parse(declaredEvent.metadata.occurredAt),
    resolvedAt:
      instant(incident.milestones.resolved) ?? (incident.state === "resolved" || incident.state === "closed" ? lastMoved(events) : null),
    hasCommander: incident.roles.commander.length > 0,
    acknowledgedAt,
    lookAgainAt: pages.reduce<number | null>(
      (latest, { lookAgainAt: at, position }) => (at === null || position < opened ? latest : Math.max(latest ?? at, at)), null,
    ),
    workedOnSinceAcknowledged:
      acknowledgedAt !== null && events.some((recorded) => isWork(recorded) && Date.parse(recorded.metadata.occurredAt) > acknowledgedAt),
    lastUpdateAt: lastUpdate === undefined ? null : Date.parse(lastUpdate.metadata.occurredAt),
    nextUpdateDueAt: promisedAt(lastUpdate),
    remindedAt: lastReminder?.event.type === "UpdateDue" ? Date.parse(lastReminder.event.data.dueAt) : null,
    reviewMarked: incident.review.status !== "none",
    urgentBy: by,
    pages: pages.map(({
      position, severity: calledFor, purpose, requestedAt, open, waitsSince: claimed, quietSince: quiet, low,
    }) => ({
      purpose, requestedAt, open, sinceOpened: position > opened,
      ...(low === null || urgencyNow === null ? {} : raisedAt(low, now, urgencyNow)),
      // One of before the reopening may be open still only because nobody has come to stop it: it calls for nothing any more.
      // Nor does one call for what has become worse since it fell quiet, or urgent since it was left to somebody's morning.
      current: position > since || (
        open && position > opened && calledFor !== null && calledFor <= severity && !(quiet !== null && quiet < since)
        && !(claimed !== null && claimed < since && isUrgent(severity) && !isUrgent(severityAt(events, claimed)))
        && !(low !== null && low.position < since && severity < (severityAt(events, low.position) ?? severity))
      ),
    })),
  };
  return { facts, incident };
}

const isUrgent = (severity: number | null): boolean => urgencyOf(severity) === "high";

const instant = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text));

const lastMoved = (events: readonly RecordedEvent[]): number | null => {
  const moved = events.findLast(({ event }) => event.type === "IncidentStateChanged");
  return moved === undefined ? null : Date.parse(moved.metadata.occurredAt);
};

/** When the last update promised the next one. */
function promisedAt(update: RecordedEvent | undefined): number | null {
  if (update?.event.type !== "UpdatePosted" || update.event.data.nextUpdateInMs === null) return null;
  return Date.parse(update.metadata.occurredAt) + update.event.data.nextUpdateInMs;
}

/** A person did something about the incident. */
const isWork = ({ event, metadata }: RecordedEvent): boolean =>
  metadata.actor.personId !== null && ["EntryAdded", "UpdatePosted", "IncidentStateChanged", "RoleTaken", "LinkAdded"].includes(event.type);
