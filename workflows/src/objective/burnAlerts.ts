import { alertDecider, type AlertCommand } from "@ballast/domain";
import { standingOf, type BurnStanding, type DefinedObjective, type KnownHistory } from "@ballast/domain/objective";
import { handle, ids } from "@ballast/eventlog";
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
  readonly #firing = new Map<string, DataOf<"AlertFired">>();

  readonly notes = {
    AlertFired: ({ event: { data } }: { readonly event: { readonly data: DataOf<"AlertFired"> } }): void => {
      if (data.integrationId === OWN_ALERTS) this.#firing.set(data.alertId, data);
    },
    AlertCleared: ({ event: { data } }: { readonly event: { readonly data: DataOf<"AlertCleared"> } }): void =>
      void this.#firing.delete(data.alertId),
  };

  /** Those of an objective. */
  of(objectiveId: string): readonly DataOf<"AlertFired">[] {
    return [...this.#firing.values()].filter(({ groupKey }) => groupKey === objectiveId);
  }
}

const times = (rate: number | null): string => (rate === null ? "nothing" : `${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)} ×`);

const fingerprintOf = (objectiveId: string, { name }: BurnStanding): string => `${objectiveId}/${name}`;

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
 * nothing
 * is said: no data is neither good nor bad.
 */
export async function tellBurning(
  reaction: Reaction,
  objective: DefinedObjective,
  { known, firing }: { readonly known: KnownHistory; readonly firing: FiringAlerts },
): Promise<void> {
  const fires = new Set(firing.of(objective.objectiveId).map(({ alertId }) => alertId));
  const now = reaction.now().toISOString();
  for (const rule of standingOf(objective, known).burn) {
    const alert = alertOf(objective, rule);
    if (rule.fires && !fires.has(alert.alertId)) {
      const { name, objectiveId } = objective;
      await tell(reaction, {
        type: "FireAlert", now, startsAt: now, groupKey: objectiveId, generatorUrl: null, annotations: {},
        labels: { objective: name, window: rule.name, measured: objective.indicator === null ? "incidents" : "requests" }, ...alert,
      });
    } else if (fires.has(alert.alertId) && !rule.fires && rule.long !== null && rule.short !== null) {
      await clear(reaction, firing.of(objective.objectiveId).filter(({ alertId }) => alertId === alert.alertId));
    }
  }
}

/** Ends alerts: what they told of is over, or nobody is held to it any more. */
export async function clear(reaction: Reaction, alerts: readonly DataOf<"AlertFired">[]): Promise<void> {
  const now = reaction.now().toISOString();
  for (const { alertId, integrationId, fingerprint, name, severity, serviceId, startsAt } of alerts) {
    await tell(reaction, {
      type: "ClearAlert", now, alertId, integrationId, fingerprint, name, severity, serviceId, startsAt, endsAt: now,
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

