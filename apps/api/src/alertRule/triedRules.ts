import { setImmediate as turn } from "node:timers/promises";
import { Rejection, severityOfAlert } from "@ballast/domain";
import {
  inOrder, placeBefore, refuseUselessRule, trialOf, type RuleSet, type TrialResult, type WrittenAlertRule,
} from "@ballast/domain/alertRule";
import { overAt } from "@ballast/domain/maintenance";
import type { AlertRow, Stored } from "@ballast/readmodel";
import type { ApiContext } from "../graphql/context.ts";

/** What is tried: rules as they would be. */
export interface TrialQuestion {
  readonly ruleId: string | null;
  /** What that rule would be, or a new one; null: as it is. */
  readonly content: Pick<WrittenAlertRule, "name" | "match" | "orders" | "active"> | null;
  /** Before which one it would stand; null: last of all, or where it stands. */
  readonly before: string | null;
}

/** What rules come to, now and as they would be. */
export interface TriedRules {
  readonly since: string;
  readonly now: TrialResult;
  readonly tried: TrialResult;
  /** There were more alerts than are looked at: these are the first ones. */
  readonly cut: boolean;
}

/** They are tried on so many days. */
export const TRIAL_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;
/** So many alerts at most, a part at a time: others have their turn in between. */
const MOST_ALERTS = 200_000;
const A_PART = 200;
/** So many are tried at a time on one server. */
const MOST_AT_ONCE = 2;
let underWay = 0;
/** What a rule is called that is not there yet. */
const NEW_RULE = "00000000-0000-4000-8000-000000000000";

/** Rules as they would be, in their order. @throws Rejection where that would be refused */
function wanted(rules: readonly WrittenAlertRule[], { ruleId, content, before }: TrialQuestion): readonly WrittenAlertRule[] {
  const there = rules.find((rule) => rule.ruleId === ruleId);
  if (ruleId !== null && there === undefined) throw new Rejection("NOT_FOUND", `there is no alert rule ${ruleId}`, ["ruleId"]);
  if (content !== null) refuseUselessRule(content);
  const others = rules.filter((rule) => rule.ruleId !== ruleId);
  if (there === undefined) {
    if (content === null) throw new Rejection("INVALID_INPUT", "say which rule, or what it would be", ["rule"]);
    const number = Math.max(0, ...rules.map((rule) => rule.number)) + 1;
    return inOrder([
      ...others, { status: "written", ruleId: NEW_RULE, number, removed: null, ...content, place: placeBefore(others, before) },
    ]);
  }
  // One that is written anew stays where it is unless told; one that is only named is moved.
  const place = content !== null && before === null ? there.place : placeBefore(others, before);
  return inOrder([...others, { ...there, ...content, place }]);
}

/**
 * Tries rules on the alerts of the last thirty days, by the function that live ones go by, beside today's rules. In parts, so that others
 * are answered meanwhile, and no further once whoever asks has gone.
 * @throws Rejection NOT_FOUND, INVALID_INPUT; RATE_LIMITED while others are tried
 */
export async function triedRules(context: ApiContext, question: TrialQuestion): Promise<TriedRules> {
  const { readModel, gone } = context;
  const rules = readModel.alertRules.all();
  const until = context.now();
  const since = new Date(until.getTime() - TRIAL_DAYS * DAY_MS).toISOString();
  const maintenances = readModel.maintenances.since(since)
    .map((one) => ({ maintenanceId: one.maintenanceId, serviceIds: one.serviceIds, from: one.from, until: overAt(one) }));
  const setOf = (all: readonly WrittenAlertRule[]): RuleSet => ({ rules: all.filter(({ active }) => active), maintenances });
  const [asNow, asTried] = [trialOf(setOf(rules)), trialOf(setOf(wanted(rules, question)))];
  if (underWay >= MOST_AT_ONCE) throw new Rejection("RATE_LIMITED", "others try rules on this server just now: try again in a moment");
  underWay += 1;
  try {
    const severities = severitiesBy(context);
    let [after, seen, more]: [string | undefined, number, boolean] = [undefined, 0, true];
    while (more && seen < MOST_ALERTS && gone?.() !== true) {
      const part = readModel.alerts.since(since, { after, most: A_PART });
      for (const row of part.nodes) {
        const alert = triedAlert(row, severities(row));
        if (alert === null) continue;
        asNow.meet(alert);
        asTried.meet(alert);
      }
      seen += part.nodes.length;
      after = part.edges.at(-1)?.cursor;
      more = part.hasNextPage;
      await turn();
    }
    const at = until.toISOString();
    return { since, now: asNow.result(at), tried: asTried.result(at), cut: more };
  } finally {
    underWay -= 1;
  }
}

/** What an alert's label stands for at its integration; undefined for those of Ballast itself, which meet no rules. */
function severitiesBy({ readModel }: ApiContext): (row: AlertRow) => number | null | undefined {
  const integrations = new Map(readModel.integrations.all().map((row) => [row.id, row]));
  return ({ integrationId, severity }) => {
    const integration = integrations.get(integrationId);
    return integration === undefined ? undefined : severityOfAlert(integration, severity);
  };
}

const triedAlert = (row: Stored<AlertRow>, severity: number | null | undefined) =>
  severity === undefined ? null : {
    alertId: row.alertId, episodeId: row.id, name: row.name, at: row.recordedAt, endsAt: row.endsAt, integrationId: row.integrationId,
    // As its label named it, before rules had a word.
    serviceId: row.rulings[0] === undefined ? row.serviceId : row.rulings[0].namedServiceId, severity, labels: row.labels,
  };
