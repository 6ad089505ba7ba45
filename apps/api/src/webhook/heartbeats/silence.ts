import { integrationDecider } from "@ballast/domain";
import { dueAt, intervalMs, isSilent, pulseDecider, silenceOf } from "@ballast/domain/heartbeat";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import type { AlertRow, Stored } from "@ballast/readmodel";
import type { HeartbeatRow } from "@ballast/readmodel/heartbeat";
import type { Actor } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { pooled } from "../../pooled.ts";
import { caughtUp } from "../caughtUp.ts";
import { receiveAlerts, reception } from "../receiveAlerts.ts";
import { alertOf, noticeOf } from "../vendors/reading.ts";

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now" | "alertRules">;

const IN_FLIGHT = 8;
/**
 * So long, ms, or an interval where that is shorter, a server that has begun to listen waits before it finds anybody silent: what was sent
 * while nobody listened is sent again by then.
 */
const GRACE_MS = 10 * 60_000;

const actor: Actor = { personId: null, name: "Heartbeats", means: "system" };

/** Heartbeats that are not heard when they are due, of those that this server has listened for long enough. */
function overdue({ readModel, now }: ServerParts, listeningSince: number): readonly Stored<HeartbeatRow>[] {
  const at = now().getTime();
  return readModel.heartbeats.all().filter((row) => {
    const due = dueAt(row, readModel.heartbeats.pulse(row.id));
    if (due === null || Date.parse(due.dueAt) > at || listeningSince + Math.min(intervalMs(row), GRACE_MS) > at) return false;
    return !isSilent(row, readModel.heartbeats.pulse(row.id)) && isOpen(readModel, row);
  });
}

/** Whether pings can come in: an integration that was removed takes none. */
const isOpen = ({ integrations }: ServerParts["readModel"], { integrationId }: HeartbeatRow): boolean =>
  integrations.get(integrationId)?.status === "added";

/** What has to be done about alerts: one that fires for nobody's silence ends, a silence without one gets it. */
interface Unsettled {
  readonly row: Stored<HeartbeatRow>;
  readonly alert: AlertRow | undefined;
  /** Since when it is silent; null: it is not, or nobody waits for it. */
  readonly silentSince: string | null;
}

function unsettled({ readModel }: ServerParts): readonly Unsettled[] {
  return readModel.heartbeats.every().flatMap((row) => {
    const pulse = readModel.heartbeats.pulse(row.id);
    const alert = readModel.alerts.latest(ids.alert(row.integrationId, silenceOf(row)));
    const silent = isSilent(row, pulse) && isOpen(readModel, row);
    const silentSince = silent && pulse.status === "known" ? pulse.silentSince : null;
    // One that somebody closed by its sender's means stays closed: its silence has had its alert.
    const had = silentSince !== null && alert !== undefined && Date.parse(alert.startsAt) >= Date.parse(silentSince);
    return (silentSince === null ? alert?.firing === true : !had) ? [{ row, alert, silentSince }] : [];
  });
}

/** When the alert about a silence ends: when it was heard again, else now. */
function endOf({ readModel, now }: ServerParts, { row, alert }: Unsettled): string {
  const pulse = readModel.heartbeats.pulse(row.id);
  const heardAt = pulse.status === "known" ? pulse.heardAt : null;
  return heardAt !== null && alert !== undefined && Date.parse(heardAt) >= Date.parse(alert.startsAt) ? heardAt : now().toISOString();
}

/** Fires the alert about a silence, or clears it, as any alert of its integration: with rules, incidents and pages. */
async function settle(server: ServerParts, one: Unsettled): Promise<void> {
  const { row: { name, interval, unit, message, description, priority, tags, serviceId, integrationId, id }, silentSince } = one;
  const integration = await foldRecord(server.log, integrationDecider, integrationId);
  if (integration.status === "absent") return;
  const pulse = server.readModel.heartbeats.pulse(id);
  const since = pulse.status === "known" && pulse.heardAt !== null ? ` since ${pulse.heardAt}` : "";
  const alert = alertOf({
    id: silenceOf({ name }), name: message === "" ? `${name} is silent` : message, severity: priority, firing: silentSince !== null,
    summary: `Nothing was heard of it${since}; it is sent every ${String(interval)} ${unit}.${description === "" ? "" : ` ${description}`}`,
    at: silentSince ?? endOf(server, one),
    labels: { heartbeat: name, ...(tags.length === 0 ? {} : { tags: tags.join(", ") }) },
    service: serviceId === null ? null : (server.readModel.services.get(serviceId)?.slug ?? serviceId),
  }, server.now());
  const reading = noticeOf([alert], alert.fingerprint);
  // A reception of its own: what this server once knew of the alert may be another server's past.
  if (reading.says === "alerts") await receiveAlerts(server, reception(server), { integration, notice: reading.notice });
}

/**
 * Finds who is silent, and settles the alerts about silences. Whoever looks finds the same, and a silence is written down once, at the very
 * revision at which nothing was heard: however many servers look, and whenever one is restarted.
 * @throws AggregateError where some could not be settled yet
 */
export async function lookForSilence(server: ServerParts, listeningSince: number): Promise<void> {
  if (overdue(server, listeningSince).length > 0) {
    // Another server may have heard of them.
    await caughtUp(server);
    await pooled(overdue(server, listeningSince), IN_FLIGHT, (row) => findSilent(server, row));
    await caughtUp(server);
  }
  const failures = (
    await pooled(unsettled(server), IN_FLIGHT, (one) => settle(server, one).then(() => [], (error: unknown) => [error]))
  ).flat();
  if (failures.length > 0) throw new AggregateError(failures, `${String(failures.length)} silences could not be told of yet`);
}

async function findSilent({ log, readModel, now }: ServerParts, row: Stored<HeartbeatRow>): Promise<void> {
  const due = dueAt(row, readModel.heartbeats.pulse(row.id));
  if (due === null) return;
  await handle(log, {
    aggregate: pulseDecider, id: row.id, command: { type: "FindSilent", heartbeatId: row.id, ...due },
    context: {
      commandId: ids.command("heartbeat", "silent", row.id, due.dueAt), actor, now: now().toISOString(), correlationId: row.id,
      causationId: row.integrationId, occurredAt: due.dueAt,
    },
  });
}

/** Clears the alert about a silence that has just ended, without waiting for the next look. */
export async function settleOne(server: ServerParts, heartbeatId: string): Promise<void> {
  await caughtUp(server);
  for (const one of unsettled(server)) if (one.row.id === heartbeatId) await settle(server, one);
}
