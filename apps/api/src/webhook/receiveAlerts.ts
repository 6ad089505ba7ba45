import { incidentDecider, severityOfAlert } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import type { Actor, DataOf } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import { pooled } from "../pooled.ts";
import type { Notice, RefusedAlert } from "./alertmanager.ts";
import { caughtUp } from "./caughtUp.ts";
import { noteClearedAlerts } from "./clearedAlerts.ts";
import { countingOf, lead, leadingOf, type Leading, type Led } from "./leading.ts";
import { recordAlert, wayOf, type Door, type Heard, type Known, type Told } from "./recordAlert.ts";
import { IN_FLIGHT, recordAlerts } from "./recordAlerts.ts";
import { remembered, type Remembered } from "./remembered.ts";
import { ruledAlerts } from "./ruledAlerts.ts";

/** So many alerts of one notification go into the log together: what is appended at once holds others up. */
const TOGETHER = 200;

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now" | "alertRules">;

/** What alerts are received with: the way to their incidents, and what this server knows to be in the log already. */
export interface Reception extends Leading {
  readonly heard: Remembered<Heard>;
}

/** Senders repeat what fires for as long as it does: of so many of the newest alerts it is known without asking. */
const MOST_HEARD = 50_000;

/** The reception of one server. */
export const reception = (server: ServerParts): Reception => ({ ...leadingOf(server), heard: remembered(MOST_HEARD) });

/** One notification, and through which door it came. */
export interface Notification {
  readonly integration: DataOf<"IntegrationAdded">;
  readonly notice: Notice;
}

/** What came of a notification. */
export interface Received {
  readonly fired: number;
  readonly cleared: number;
  /** Cleared, and never seen firing. */
  readonly unseen: number;
  readonly repeated: number;
  /** What was not taken, and why. */
  readonly refused: readonly RefusedAlert[];
  /** Incidents that alerts were attached to. */
  readonly incidentIds: readonly string[];
  /** How many alerts the sender left out. */
  readonly truncatedAlerts: number;
}

/**
 * Records a notification's alerts, brings those whose severity is mapped to the incident of their service, each as soon
 * as it is recorded, and proposes to resolve one whose alerts have all cleared. Sent again, it changes nothing.
 * @throws Behind when this server must first learn what others have written; what is new was taken by then
 */
export const receiveAlerts = (server: ServerParts, at: Reception, notification: Notification): Promise<Received> =>
  at.calls.counted(() => receive(server, at, notification));

async function receive(server: ServerParts, at: Reception, { integration, notice }: Notification): Promise<Received> {
  const actor: Actor = { personId: null, name: integration.name, means: "webhook" };
  const { groupKey, truncatedAlerts, refused } = notice;
  const told = await ruledAlerts(server, integration, notice.alerts);
  const door: Door = { integration, groupKey, actor, heard: at.heard, former: formerAlerts(server, integration.integrationId) };
  const { attach, opened, all } = attachments(server, at, actor);
  const known: Known[] = [];
  const { first, others } = inOrder(integration, told, at.incidents);
  if (first.length === 0) await at.calls.othersFirst();
  for (const together of first.length === 0 ? others : [first, ...others]) {
    const recorded = await recordAlerts(server, door, together);
    for (const one of recorded) if (one.outcome === "fired") attach(one);
    known.push(...recorded);
    // People are called by the first of each service: the others wait until that has its incident.
    await opened();
  }
  for (const one of await withoutIncident(server, at, { actor, known })) attach(one);
  const led = await all();
  const incidentIds = [...new Set(led.flatMap(({ incidentIds: of }) => of))];
  for (const incidentId of truncatedAlerts > 0 && !notice.resolved ? incidentIds : [])
    await noteTruncation(server, actor, { incidentId, groupKey, truncatedAlerts });
  const ended = [...known.filter(({ alert }) => alert.endsAt !== null), ...(notice.resolved ? await endGroup(server, door) : [])];
  const episodeIds = ended.flatMap(({ firing, episodeId }) => (firing || episodeId === null ? [] : [episodeId]));
  await noteEnds(server, [...led.flatMap(({ overAlready }) => overAlready), ...episodeIds], {
    actor, propose: truncatedAlerts === 0 || notice.resolved,
  });
  const count = (outcome: Known["outcome"]): number => [...new Set([...known, ...ended])].filter((one) => one.outcome === outcome).length;
  return {
    fired: count("fired"), cleared: count("cleared"), unseen: count("unseen"), repeated: count("repeated"), refused, incidentIds,
    truncatedAlerts,
  };
}

/** Alerts of one notification on their way to their incidents, beside those that are still being recorded. */
function attachments(
  server: ServerParts, at: Reception, actor: Actor,
): { attach(one: Known): void; opened(): Promise<unknown>; all(): Promise<Led[]> } {
  const leading: Promise<Led>[] = [];
  const services = new Set<string | null>();
  let opening: Promise<unknown> = Promise.resolve();
  return {
    attach(one) {
      const led = lead(server, at, { actor, one });
      // What fails is looked at when all are under way.
      const settled = led.catch(() => undefined);
      leading.push(led);
      if (!services.has(one.serviceId)) opening = Promise.all([opening, settled]);
      services.add(one.serviceId);
    },
    opened: () => opening,
    all: () => Promise.all(leading),
  };
}

/**
 * Those that call people begin: the worst of each service by itself, which declares the incident that it needs, as nobody is
 * called for less first; then the others, many at a time, the worst first. Where the incident goes on, none is to begin.
 */
function inOrder(
  integration: DataOf<"IntegrationAdded">, told: readonly Told[], { goesOn }: Reception["incidents"],
): { readonly first: readonly Told[]; readonly others: readonly (readonly Told[])[] } {
  const rank = ({ alert: { severity, endsAt }, ruling }: Told): number => {
    if (endsAt !== null) return 10;
    return (ruling === null ? severityOfAlert(integration, severity) : ruling.severity) ?? 9;
  };
  const worstFirst = told.toSorted((one, other) => rank(one) - rank(other));
  const seen = new Set<string | null>();
  const [first, others]: [Told[], Told[]] = [[], []];
  for (const one of worstFirst) {
    const serviceId = one.service?.serviceId ?? null;
    // What has ended calls nobody: it is not to overtake its own beginning, which may wait.
    (one.alert.endsAt !== null || seen.has(serviceId) || goesOn(serviceId) ? others : first).push(one);
    seen.add(serviceId);
  }
  const parts = Array.from({ length: Math.ceil(others.length / TOGETHER) }, (_, n) => others.slice(n * TOGETHER, (n + 1) * TOGETHER));
  return { first, others: parts };
}

const formerAlerts = ({ readModel }: ServerParts, integrationId: string): ReadonlyMap<string, string> =>
  new Map(readModel.alerts.all({ integrationId, firing: true, ordinal: 0 }).map(({ fingerprint, alertId }) => [fingerprint, alertId]));

/**
 * Repeated ones whose first notification got no further than the alert. One that has an incident keeps it, also when
 * that has been resolved meanwhile: a person has seen it.
 */
async function withoutIncident(
  server: ServerParts,
  { attached, counts }: Reception,
  { actor, known }: { readonly actor: Actor; readonly known: readonly Known[] },
): Promise<readonly Known[]> {
  const repeated = known.filter(
    ({ outcome, firing, episodeId }) =>
      outcome === "repeated" && firing && episodeId !== null && attached.get(episodeId) === undefined,
  );
  const calling = await pooled(repeated, IN_FLIGHT, async (one) => {
    const way = wayOf(one);
    if (way === "declares" || way === "joins") return [one];
    const counting = way === "counted" ? countingOf(one, actor) : null;
    return counting !== null && (await counts.count(counting)).reached ? [one] : [];
  });
  const open = calling.flat();
  if (open.length === 0) return [];
  await caughtUp(server);
  const taken = new Set([...server.readModel.incidents.ofEpisodes(open.flatMap(({ episodeId }) => episodeId ?? [])).values()].flat());
  for (const episodeId of taken) attached.set(episodeId, true);
  return open.filter(({ episodeId, alert }) => alert.endsAt === null && episodeId !== null && !taken.has(episodeId));
}

/** The group is over: its alerts end that still fire, listed or not. */
async function endGroup(server: ServerParts, door: Door): Promise<readonly Known[]> {
  await caughtUp(server);
  const now = server.now().toISOString();
  const firing = server.readModel.alerts.all({ integrationId: door.integration.integrationId, groupKey: door.groupKey, firing: true });
  return pooled(firing, IN_FLIGHT, (row) => {
    const endsAt = Date.parse(row.startsAt) > Date.parse(now) ? row.startsAt : now;
    const { fingerprint, name, summary, startsAt, severity, labels, annotations, generatorUrl } = row;
    return recordAlert(server, door, {
      alert: { fingerprint, name, summary, startsAt, endsAt, severity, labels, annotations, generatorUrl }, service: null,
      ruling: null,
    });
  });
}

/** What was left out may still fire: silence about it is no end, unless the whole group is over. */
async function noteEnds(
  server: ServerParts,
  episodeIds: readonly string[],
  { actor, propose }: { readonly actor: Actor; readonly propose: boolean },
): Promise<void> {
  if (episodeIds.length === 0) return;
  await caughtUp(server);
  await noteClearedAlerts(server, { actor, episodeIds, propose });
}

/** Once for each incident and group. */
async function noteTruncation(
  { log, now }: ServerParts,
  actor: Actor,
  { incidentId, groupKey, truncatedAlerts }: { incidentId: string; groupKey: string; truncatedAlerts: number },
): Promise<void> {
  const commandId = ids.command("alert", "truncated", incidentId, groupKey);
  const at = now().toISOString();
  await handle(log, {
    aggregate: incidentDecider, id: incidentId,
    command: {
      type: "AddEntry", now: at, incidentId, entryId: ids.part(commandId, "entry"), at, pinned: false,
      text: `${actor.name} left ${truncatedAlerts} alerts of this group out of its notification: what is missing here may still fire.`,
    },
    context: { commandId, actor, now: at, correlationId: commandId, causationId: incidentId },
  });
}
