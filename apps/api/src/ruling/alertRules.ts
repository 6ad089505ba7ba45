import { setTimeout as pause } from "node:timers/promises";
import { alertRuleDecider, inOrder, type AlertRule, type MaintenanceWindow, type RuleSet } from "@ballast/domain/alertRule";
import { maintenanceDecider, overAt, type Maintenance } from "@ballast/domain/maintenance";
import type { Log, RecordedEvent } from "@ballast/eventlog";
import type { ReadModel } from "@ballast/readmodel";
import {
  alertRuleEvents, maintenanceEvents, type AlertRuleEvent, type BallastEvent, type EventType, type MaintenanceEvent,
} from "@ballast/schema";

/** Rules about alerts, and the maintenance that they may hold alerts for, in memory, following the log. */
export interface AlertRules {
  /** Resolves when the history has been read: before that no alert can be taken. */
  readonly ready: Promise<void>;
  /** What alerts are asked with now: another object wherever anything has changed. */
  current(): RuleSet;
  close(): Promise<void>;
}

const types = Object.keys({ ...alertRuleEvents, ...maintenanceEvents }) as readonly EventType[];

const isOf = <Event extends BallastEvent>(events: Readonly<Record<string, unknown>>, event: BallastEvent): event is Event =>
  Object.hasOwn(events, event.type);

/** Folds rules and maintenance as their events come. */
function folding(): { apply(recorded: RecordedEvent): void; set(): RuleSet } {
  const rules = new Map<string, AlertRule>();
  const maintenances = new Map<string, Maintenance>();
  return {
    apply({ event }) {
      if (isOf<AlertRuleEvent>(alertRuleEvents, event)) {
        const { ruleId } = event.data;
        rules.set(ruleId, alertRuleDecider.evolve(rules.get(ruleId) ?? alertRuleDecider.initialState, event));
      } else if (isOf<MaintenanceEvent>(maintenanceEvents, event)) {
        const { maintenanceId } = event.data;
        const before = maintenances.get(maintenanceId) ?? maintenanceDecider.initialState;
        maintenances.set(maintenanceId, maintenanceDecider.evolve(before, event));
      }
    },
    set: () => ({
      rules: inOrder([...rules.values()].flatMap((rule) => (rule.status === "written" && rule.active ? [rule] : []))),
      maintenances: [...maintenances.values()].flatMap(windowOf),
    }),
  };
}

/** What rules ask of a maintenance. */
const windowOf = (maintenance: Maintenance): readonly MaintenanceWindow[] =>
  maintenance.status === "absent" ? [] : [{
    maintenanceId: maintenance.maintenanceId, serviceIds: maintenance.serviceIds, from: maintenance.from, until: overAt(maintenance),
  }];

/**
 * Follows rules about alerts from the log itself, as an alert must not pass them because a read model is being built. What a read model of
 * today's rules has kept is not read again.
 */
export function followAlertRules(log: Pick<Log, "subscribeAll">, readModel: Pick<ReadModel, "status" | "history">): AlertRules {
  const folded = folding();
  const { position, rebuilding } = readModel.status();
  const from = rebuilding !== null || position === "0" ? undefined : position;
  if (from !== undefined) for (const recorded of readModel.history.ofTypes(types)) folded.apply(recorded);
  let set = folded.set();
  const [stop, caughtUp] = [new AbortController(), Promise.withResolvers<void>()];
  const following = log.subscribeAll({
    filter: { categories: ["alertRule", "maintenance"] }, from, signal: stop.signal,
    onBatch({ events, caughtUp: isNow }) {
      for (const recorded of events) folded.apply(recorded);
      if (events.length > 0) set = folded.set();
      if (isNow) caughtUp.resolve();
    },
  });
  return {
    ready: caughtUp.promise,
    current: () => set,
    async close() {
      stop.abort();
      await following;
    },
  };
}

/** Those whose history was read: a storm's notifications wait for nothing. */
const known = new WeakSet<AlertRules>();

/** What is asked with now, once it is known; null where that takes longer than `withinMs`. */
export async function rulesWithin(rules: AlertRules, withinMs: number): Promise<RuleSet | null> {
  const { ready, current } = rules;
  if (known.has(rules)) return current();
  const stop = new AbortController();
  const late = pause(withinMs, "late" as const, { signal: stop.signal, ref: false }).catch(() => "late" as const);
  const came = await Promise.race([ready, late]);
  stop.abort();
  if (came === "late") return null;
  known.add(rules);
  return current();
}
