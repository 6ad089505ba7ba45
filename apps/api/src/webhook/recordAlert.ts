import { randomUUID } from "node:crypto";
import {
  alertDecider, calledNobodyYet, episodeOf, LATE_REPEAT_MS, rulingIn, severityOfAlert, type Alert, type AlertCommand,
} from "@ballast/domain";
import {
  foldEvents, handleKnown, ids, readRecord, toNewEvent, type Append, type HandlingContext, type KnownRecord,
} from "@ballast/eventlog";
import type { Actor, AlertEvent, AlertRuling, DataOf } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import type { IncomingAlert } from "./alertmanager.ts";
import type { Remembered } from "./remembered.ts";

/** What this server last read or wrote of an alert, and when. */
export interface Heard {
  readonly record: KnownRecord<Alert>;
  /** Latest start that was reported of the episode, ms since 1970. */
  readonly startsMs: number;
  /** When the log said so, ms since 1970. */
  readonly atMs: number;
}

/** The service that an alert is about. */
export interface NamedService {
  readonly serviceId: string;
  readonly name: string;
}

/** Through which door alerts came, and what is known of them. */
export interface Door {
  readonly integration: DataOf<"IntegrationAdded">;
  readonly groupKey: string;
  readonly actor: Actor;
  readonly heard: Remembered<Heard>;
  /** Alerts that still go by the identity of before, by fingerprint: their firing ends where it began. */
  readonly former: ReadonlyMap<string, string>;
}

/** An alert, its service, and what rules make of it, should it be new; null: none has a word. */
export interface Told {
  readonly alert: IncomingAlert;
  readonly service: NamedService | null;
  readonly ruling: AlertRuling | null;
}

/** An alert as the log has it after this. */
export interface Known extends Told {
  readonly alertId: string;
  /** The service that it is about, as it was when it began to fire. */
  readonly serviceId: string | null;
  /** Of the episode that fires, or has ended; null where only its end was seen. */
  readonly episodeId: string | null;
  readonly firing: boolean;
  readonly outcome: "fired" | "cleared" | "unseen" | "repeated";
  /** Incident severity that its label, or a rule, says it stands for; null = recorded, and calls nobody. */
  readonly severity: number | null;
}

/** What becomes of an alert: as rules said when it began to fire, else as ever. */
export const wayOf = ({ ruling, severity }: Pick<Known, "ruling" | "severity">): AlertRuling["outcome"] =>
  ruling?.outcome ?? (severity === null ? "recorded" : "declares");

type ServerParts = Pick<ApiServer, "log" | "now">;
const unknown: KnownRecord<Alert> = { state: alertDecider.initialState, revision: null };

/** The alert's id: integration and fingerprint, or the identity it had before. */
export const alertIdOf = ({ integration, former }: Pick<Door, "integration" | "former">, { fingerprint }: IncomingAlert): string =>
  former.get(fingerprint) ?? ids.alert(integration.integrationId, fingerprint);

/** Records what a notification says of one alert. */
export async function recordAlert(server: ServerParts, door: Door, told: Told): Promise<Known> {
  const { heard } = door;
  const { alert } = told;
  const alertId = alertIdOf(door, alert);
  const before = heard.get(alertId);
  const nowMs = server.now().getTime();
  const startsMs = Date.parse(alert.startsAt);
  if (alert.endsAt === null && before !== undefined && isRepeat(before, { startsMs, nowMs }) && !isRaised(before.record.state, door, told))
    return { ...told, ...where(door, alertId, { state: before.record.state, told }), outcome: "repeated" };
  const record = await upToDate(server, alertId, { before, firing: alert.endsAt === null });
  const { events, record: after } = await handleKnown(
    server.log,
    {
      aggregate: alertDecider, id: alertId, command: commandFor(server, door, { ...told, alertId }),
      context: contextFor(server, door, { ...told, alertId }),
    },
    record,
  );
  const outcome = outcomeOf(events);
  const latest = outcome === "repeated" && before !== undefined ? Math.max(before.startsMs, startsMs) : startsMs;
  heard.set(alertId, { record: after, startsMs: latest, atMs: nowMs });
  return { ...told, ...where(door, alertId, { state: after.state, told }), outcome };
}

/** An alert that is most likely new, with what it says when it is. */
export function firingAnew(server: ServerParts, door: Door, told: Told): { readonly append: Append; readonly known: () => Known } {
  const { alert } = told;
  const alertId = alertIdOf(door, alert);
  const stream = `alert-${alertId}` as const;
  const facts = alertDecider.decide(commandFor(server, door, { ...told, alertId }), alertDecider.initialState);
  const context = contextFor(server, door, { ...told, alertId });
  return {
    append: { stream, expectedRevision: "no_stream", events: facts.map((event, index) => toNewEvent({ event, stream, index }, context)) },
    known() {
      const state = facts.reduce(alertDecider.evolve, alertDecider.initialState);
      door.heard.set(alertId, {
        record: { state, revision: BigInt(facts.length - 1) }, startsMs: Date.parse(alert.startsAt), atMs: Date.parse(context.now),
      });
      return { ...told, ...where(door, alertId, { state, told }), outcome: outcomeOf(facts) };
    },
  };
}

/**
 * Whether it changes nothing whatever other servers have written since: the episode fired when the log was last asked, and
 * had begun no earlier. Should it have ended meanwhile, this is a late repetition, as the resolve cannot be older than
 * the log's answer.
 */
const isRepeat = ({ record, startsMs, atMs }: Heard, now: { readonly startsMs: number; readonly nowMs: number }): boolean =>
  record.state.status === "firing" && now.startsMs <= startsMs && now.nowMs - atMs <= LATE_REPEAT_MS;

/** Whether rules had left it alone for want of a severity that it has by now. */
const isRaised = (state: Alert, { integration }: Pick<Door, "integration">, { alert }: Told): boolean =>
  calledNobodyYet(rulingIn(state)) && severityOfAlert(integration, alert.severity) !== null;

/** What fires is most likely new, and then not read before it is written; what is known is read on from there. */
async function upToDate(
  { log }: ServerParts,
  alertId: string,
  { before, firing }: { readonly before: Heard | undefined; readonly firing: boolean },
): Promise<KnownRecord<Alert>> {
  if (before === undefined) return firing ? unknown : readRecord(log, alertDecider, alertId);
  const { state, revision } = before.record;
  const { events, revision: last } = await log.read(`alert-${alertId}`, revision === null ? {} : { from: revision + 1n });
  return { state: foldEvents(alertDecider, events, state), revision: last ?? revision };
}

type Placed = Pick<Known, "alertId" | "episodeId" | "firing" | "serviceId" | "ruling" | "severity">;

/** As its episode was ruled: rules that have changed since then are for what fires anew, or has become severe enough to call somebody. */
function where(
  { integration }: Pick<Door, "integration">, alertId: string, { state, told }: { readonly state: Alert; readonly told: Told },
): Placed {
  const [episode, ruled] = [episodeOf(state), rulingIn(state)];
  const ruling = isRaised(state, { integration }, told) ? told.ruling : ruled;
  return {
    alertId, episodeId: episode === null ? null : ids.episode(alertId, episode.ordinal), firing: state.status === "firing",
    serviceId: episode === null ? (told.service?.serviceId ?? null) : episode.serviceId, ruling,
    severity: ruling === null ? severityOfAlert(integration, told.alert.severity) : ruling.severity,
  };
}

type Addressed = Told & { readonly alertId: string };

function commandFor({ now }: ServerParts, { integration, groupKey }: Door, { alertId, alert, service, ruling }: Addressed): AlertCommand {
  const { fingerprint, name, summary, startsAt, endsAt, severity, labels, annotations, generatorUrl } = alert;
  const about = {
    now: now().toISOString(), alertId, integrationId: integration.integrationId, fingerprint, name, severity, startsAt,
    serviceId: service?.serviceId ?? null,
  };
  if (endsAt !== null) return { type: "ClearAlert", ...about, endsAt };
  return { type: "FireAlert", ...about, groupKey, summary, labels: { ...labels }, annotations: { ...annotations }, generatorUrl, ruling };
}

/** Sent again it has another id: that it says nothing new is seen from the episode, which the next one shares with it. */
const contextFor = ({ now }: ServerParts, { integration, actor }: Door, { alertId, alert }: Addressed): HandlingContext<AlertEvent> => ({
  commandId: randomUUID(), actor, now: now().toISOString(), correlationId: alertId, causationId: integration.integrationId,
  occurredAt: alert.endsAt ?? alert.startsAt,
});

function outcomeOf([event]: readonly AlertEvent[]): Known["outcome"] {
  switch (event?.type) {
    case "AlertFired":
      return "fired";
    case "AlertCleared":
      return "cleared";
    case "AlertClearedUnseen":
      return "unseen";
    case "AlertAcknowledged":
    case "AlertRuled":
    case "BurnAlertFired":
    case "BurnAlertCleared":
    case undefined:
      return "repeated";
  }
}
