import { alertDecider, episodeOf, rulingIn } from "@ballast/domain";
import { letThrough, type RuleSet } from "@ballast/domain/alertRule";
import { handle, ids, readRecord } from "@ballast/eventlog";
import type { AlertRow } from "@ballast/readmodel";
import type { Actor } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import { pooled } from "../pooled.ts";
import { rulesWithin } from "../ruling/alertRules.ts";
import type { Duty } from "../slice.ts";
import { caughtUp } from "./caughtUp.ts";
import { noteClearedAlerts } from "./clearedAlerts.ts";
import { everySoOften } from "./everySoOften.ts";
import { lead, leadingOf, type Leading } from "./leading.ts";
import type { Known } from "./recordAlert.ts";

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now" | "alertRules" | "logger">;

/** What is held is looked at so often, ms. */
const EVERY_MS = 5_000;
/** So many at a time; where maintenance was planned otherwise, all of them, as those that it no longer holds may stand anywhere. */
const MOST_AT_ONCE = { due: 500, all: 20_000 } as const;
/** Rules that are not known yet hold nothing: they are waited for so long, ms, and then another time. */
const RULES_WITHIN_MS = 1_000;
const IN_FLIGHT = 8;

const actor: Actor = { personId: null, name: "Alert rules", means: "system" };

/**
 * Lets through what was held and still fires, once nothing holds it any more; another maintenance may hold it on. Whoever looks finds the
 * same, and an alert has its incident once, however many servers look and whenever one is restarted.
 */
export async function releaseHeld(server: ServerParts, at: Leading, which: "due" | "all"): Promise<void> {
  const now = server.now().toISOString();
  // What was held before maintenance was planned otherwise is known here only once this server has heard of it.
  if (which === "all") await caughtUp(server);
  const rows = server.readModel.alerts.held(MOST_AT_ONCE[which], which === "due" ? now : undefined);
  // One that cannot be let through yet keeps no other one.
  const failures = (await pooled(rows, IN_FLIGHT, (row) => releaseOne(server, at, row).then(() => [], (error: unknown) => [error]))).flat();
  if (failures.length > 0)
    throw new AggregateError(failures, `${String(failures.length)} of ${String(rows.length)} alerts could not be let through yet`);
}

async function releaseOne(server: ServerParts, at: Leading, { alertId, id: episodeId }: AlertRow): Promise<void> {
  const { state } = await readRecord(server.log, alertDecider, alertId);
  const [episode, held] = [episodeOf(state), rulingIn(state)];
  if (
    state.status !== "firing" || episode === null || held?.outcome !== "held" || ids.episode(alertId, episode.ordinal) !== episodeId
  ) return;
  const now = server.now().toISOString();
  const ruling = letThrough(held, server.alertRules.current(), now);
  if (ruling.outcome !== "held" && server.readModel.incidents.ofEpisodes([episodeId]).size === 0) {
    const { fingerprint, name, summary, startsAt, severity, labels, annotations, generatorUrl, serviceId } = episode;
    const one: Known = {
      alert: { fingerprint, name, summary, startsAt, endsAt: null, severity, labels, annotations, generatorUrl },
      service: null, serviceId, ruling, alertId, episodeId, firing: true, outcome: "repeated", severity: ruling.severity,
    };
    // First its incident, then the word that it was let through: who dies in between does it again.
    const { overAlready } = await lead(server, at, { actor, one });
    if (overAlready.length > 0) await noteClearedAlerts(server, { actor, episodeIds: overAlready, propose: true });
  }
  const commandId = ids.command("alert", "letThrough", episodeId, ruling.outcome, ruling.held?.until ?? "");
  await handle(server.log, {
    aggregate: alertDecider, id: alertId, command: { type: "LetAlertThrough", now, alertId, ordinal: episode.ordinal, ruling },
    context: { commandId, actor, now, correlationId: alertId, causationId: episodeId },
  });
}

/** What is held comes through when its time has come, or when maintenance is planned otherwise. */
export function releasing(server: ServerParts): Duty {
  const at = leadingOf(server);
  let seen: RuleSet | null = null;
  return everySoOften(EVERY_MS, async () => {
    const current = await rulesWithin(server.alertRules, RULES_WITHIN_MS);
    if (current === null) return;
    try {
      await releaseHeld(server, at, current === seen ? "due" : "all");
      seen = current;
    } catch (error) {
      server.logger.warn({ err: error }, "alerts that were held could not be let through yet");
    }
  });
}
