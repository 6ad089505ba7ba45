import { alertDecider, burnUntold, episodeOf, type AlertCommand } from "@ballast/domain";
import { burnRuleNames } from "@ballast/domain/availability";
import { standingOf, type BurnStanding, type DefinedObjective, type KnownHistory } from "@ballast/domain/objective";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import { randomUUID } from "node:crypto";
import type { DataOf } from "@ballast/schema";
import type { Reaction } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";

/** The sender of Ballast's own alerts, in the place of an integration. */
export const OWN_ALERTS = ids.part("ballast", "own alerts");

/** Who sends them, in words. */
export const burnActor = systemActor("error budgets");

/** Alerts of Ballast's own that fire, by their ids, as the log says: what is told again changes nothing. */
export class FiringAlerts {
  /** The objective that each is about. */
  readonly #firing = new Map<string, string>();
  /** When each objective's alerts were last read, ms. */
  readonly #readAt = new Map<string, number>();

  readonly notes = {
    BurnAlertFired: ({ event: { data } }: Told<"BurnAlertFired">): void => void this.#firing.set(data.alertId, data.objectiveId),
    BurnAlertCleared: ({ event: { data } }: Told<"BurnAlertCleared">): void => void this.#firing.delete(data.alertId),
  };

  /** Those of an objective. */
  of(objectiveId: string): readonly string[] {
    return [...this.#firing].flatMap(([alertId, about]) => (about === objectiveId ? [alertId] : []));
  }

  /** Whether they were read at all. */
  wereRead = (objectiveId: string): boolean => this.#readAt.has(objectiveId);

  /**
   * Reads them once in a while: workers of a version before, which may run beside this one, did not tell what fired, nor what has cleared.
   * Whatever of that nobody was told is looked after like what fires, until it was told; of what is over, if it is so for an hour at most.
   */
  async readUntold({ log, now }: Reaction, objectiveId: string): Promise<void> {
    const nowMs = now().getTime();
    if (nowMs - (this.#readAt.get(objectiveId) ?? -Infinity) < READ_AGAIN_MS) return;
    for (const name of burnRuleNames) {
      const alertId = ids.alert(OWN_ALERTS, fingerprintOf(objectiveId, { name }));
      const alert = await foldRecord(log, alertDecider, alertId);
      const over = alert.status === "cleared" && nowMs - Date.parse(alert.receivedAt) > UNTOLD_MS && !this.#firing.has(alertId);
      if (burnUntold(alert) && !over) this.#firing.set(alertId, objectiveId);
    }
    this.#readAt.set(objectiveId, nowMs);
  }
}

type Told<Type extends "BurnAlertFired" | "BurnAlertCleared"> = { readonly event: { readonly data: DataOf<Type> } };

/** An objective's alerts are read again after so long, ms. */
const READ_AGAIN_MS = 10 * 60_000;
/** What is over for longer is not told any more, ms. */
const UNTOLD_MS = 60 * 60_000;

const times = (rate: number | null): string => (rate === null ? "nothing" : `${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)} ×`);

const fingerprintOf = (objectiveId: string, { name }: Pick<BurnStanding, "name">): string => `${objectiveId}/${name}`;

function alertOf(objective: DefinedObjective, rule: BurnStanding) {
  const { objectiveId, parts, name } = objective;
  const fingerprint = fingerprintOf(objectiveId, rule);
  return {
    alertId: ids.alert(OWN_ALERTS, fingerprint), integrationId: OWN_ALERTS, fingerprint, name: "ErrorBudgetBurn",
    severity: rule.wakes ? "page" : "ticket", serviceId: parts[0]?.serviceId ?? null,
    summary: `The error budget of ${name} goes ${times(rule.long)} as fast as it may over ${rule.name}, ${times(rule.short)} lately: at ${times(rule.factor)} it fires`,
  };
}

/**
 * Fires what burns and clears what does not any more, of one objective. Each rule is an alert of its own. Where nothing was observed
 * nothing is said: no data is neither good nor bad.
 */
export async function tellBurning(
  reaction: Reaction,
  objective: DefinedObjective,
  { known, firing }: { readonly known: KnownHistory; readonly firing: FiringAlerts },
): Promise<void> {
  await firing.readUntold(reaction, objective.objectiveId);
  const fires = new Set(firing.of(objective.objectiveId));
  const now = reaction.now().toISOString();
  for (const rule of standingOf(objective, known).burn) {
    const alert = alertOf(objective, rule);
    if (rule.fires) {
      const { name, objectiveId } = objective;
      // The record is asked each time, and by it this is told once: another worker may have ended the alert unheard.
      await tell(reaction, {
        type: "FireAlert", now, startsAt: now, groupKey: objectiveId, generatorUrl: null, annotations: {}, objectiveId,
        labels: { objective: name, window: rule.name, measured: objective.indicator === null ? "incidents" : "requests" }, ...alert,
      });
    } else if (fires.has(alert.alertId) && rule.long !== null && rule.short !== null) {
      await clear(reaction, objective.objectiveId, [alert.alertId]);
    }
  }
}

/** Ends an objective's alerts: what they told of is over, or nobody is held to it any more. */
export async function clear(reaction: Reaction, objectiveId: string, alertIds: readonly string[]): Promise<void> {
  const now = reaction.now().toISOString();
  for (const id of alertIds) {
    const episode = episodeOf(await foldRecord(reaction.log, alertDecider, id));
    if (episode === null) continue;
    const { alertId, integrationId, fingerprint, name, severity, serviceId, startsAt } = episode;
    await tell(reaction, {
      type: "ClearAlert", now, alertId, integrationId, fingerprint, name, severity, serviceId, startsAt, endsAt: now, objectiveId,
    });
  }
}

/** The record decides what is news: several workers say it once. */
async function tell({ log, now }: Reaction, command: AlertCommand): Promise<void> {
  const commandId = randomUUID();
  await handle(log, {
    aggregate: alertDecider, id: command.alertId, command,
    context: { commandId, actor: burnActor, now: now().toISOString(), correlationId: commandId, causationId: commandId },
  });
}

