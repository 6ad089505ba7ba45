import {
  changeSentence, daysFrom, readinessSentence, type CheckStanding, type Exemption as Exempted, type ServiceStanding,
} from "@ballast/domain/readiness";
import type { CheckSetRow } from "@ballast/readmodel/readiness";
import type { Stored } from "@ballast/readmodel";
import type { ReadinessState } from "@ballast/schema";
import type { NodeKind, Scope } from "../graphql/context.ts";
import { addressOf, find, namedRecord } from "../graphql/records.ts";
import { momentOf } from "../graphql/scope.ts";
import { checkSetAt, factsAt, standingsAt } from "./facts.ts";
import { readinessById, toCheck, toCheckSet } from "./readinessRecords.ts";
import type {
  CheckScore, Evidence, Exemption, MonthScore, ReadinessMonth, Scorecard, ServiceScore,
} from "./scorecardType.ts";

const kinds: Readonly<Record<CheckStanding["evidence"][number]["kind"], NodeKind>> = {
  deploy: "Deploy", objective: "Objective", policy: "Policy", training: "Training", technology: "Technology", person: "Person",
  assessment: "Assessment",
};

const toEvidence = (rests: CheckStanding["evidence"][number], scope: Scope): Evidence => ({
  says: rests.says, kind: rests.kind, url: addressOf(scope, kinds[rests.kind], rests.recordId), rests,
});

/** An exemption for GraphQL, at the day that is looked at. */
export function toExemption(exempted: Exempted, { serviceId, set, scope }: Placed): Exemption {
  const { today } = factsAt(scope).around;
  const { exemptionId, checkId, state, until, reason, word } = exempted;
  return {
    exemptionId, checkId, checkName: set?.checks.find((check) => check.checkId === checkId)?.name ?? checkId, state, until, reason, word,
    holds: state === "granted" && today < until, daysLeft: daysFrom(today, until), exempted, serviceId, scope,
  };
}

interface Placed {
  readonly serviceId: string;
  readonly set: Pick<CheckSetRow, "checks"> | null;
  readonly scope: Scope;
}

/** On which day the owners of services were asked about a check, of the last time that each was asked. */
function askedDays(scope: Scope): ReadonlyMap<string, string> {
  const rows = scope.context.readModel.readiness.askings(scope.asOf);
  return new Map(rows.flatMap(({ on, checks }) => checks.map(({ serviceId, checkId }) => [`${serviceId} ${checkId}`, on] as const)));
}

interface Beside {
  readonly set: Stored<CheckSetRow>;
  readonly asked: ReadonlyMap<string, string>;
  readonly scope: Scope;
}

function toCheckScore(standing: CheckStanding, serviceId: string, { set, asked, scope }: Beside): CheckScore[] {
  const check = set.checks.find(({ checkId }) => checkId === standing.checkId);
  if (check === undefined) return [];
  const placed = { serviceId, set, scope };
  const { state, fact, lacks, until, evidence, exemption } = standing;
  return [{
    key: `${serviceId}/${standing.checkId}`, check: toCheck(check), state, fact, lacks, until, standing,
    evidence: evidence.map((one) => toEvidence(one, scope)), exemption: exemption === null ? null : toExemption(exemption, placed),
    asked: standing.asked === null ? null : toExemption(standing.asked, placed),
    ownerAskedOn: asked.get(`${serviceId} ${standing.checkId}`) ?? null,
  }];
}

const statedOf = (scope: Scope, serviceId: string) =>
  factsAt(scope).services.find((one) => one.serviceId === serviceId)?.stated ?? null;

function toServiceScore(standing: ServiceStanding, beside: Beside): ServiceScore {
  const { scope } = beside;
  const { serviceId, state, met, checks } = standing;
  const stated = statedOf(scope, serviceId);
  return {
    key: serviceId, service: namedRecord(scope, "Service", serviceId), owner: find(scope, "Person", stated?.ownerId),
    record: stated === null ? null : readinessById(scope, stated.readinessId), tier: stated?.tier ?? null, state, met,
    checks: checks.flatMap((one) => toCheckScore(one, serviceId, beside)),
  };
}

/** Which services of a scorecard. */
export interface CardFilter {
  readonly setId?: string | null | undefined;
  readonly serviceId?: string | null | undefined;
  readonly tier?: number | null | undefined;
}

/** Standings of those that are asked for. */
function shownStandings(scope: Scope, set: CheckSetRow, { serviceId, tier }: CardFilter): readonly ServiceStanding[] {
  return standingsAt(scope, set).filter(
    (one) => (!serviceId || one.serviceId === serviceId) && (!tier || statedOf(scope, one.serviceId)?.tier === tier),
  );
}

/** Exemptions that hold, or wait for a decision, of services that are shown. */
function exemptionsOf(scope: Scope, shown: ReadonlySet<string>, set: CheckSetRow | null): readonly Exemption[] {
  const { services, around: { today } } = factsAt(scope);
  return services
    .filter(({ serviceId }) => shown.has(serviceId))
    .flatMap(({ serviceId, stated }) => (stated?.exemptions ?? [])
      .filter(({ state, until }) => (state === "granted" || state === "asked") && today < until)
      .map((one) => toExemption(one, { serviceId, set, scope })))
    .toSorted((one, other) => (one.until < other.until ? -1 : 1));
}

/** Services against checks, at a scope's moment. */
export function scorecardOf(scope: Scope, filter: CardFilter): Scorecard {
  const set = checkSetAt(scope, filter.setId);
  const standings = set === null ? [] : shownStandings(scope, set, filter);
  const { nameOf, around: { today } } = factsAt(scope);
  const row = set === null ? undefined : scope.context.readModel.readiness.checkSet(set.checkSetId, scope.asOf);
  const states = standings.flatMap(({ checks }) => checks.map(({ state }) => state));
  const shown = new Set(standings.map(({ serviceId }) => serviceId));
  const beside = row === undefined ? null : { set: row, asked: askedDays(scope), scope };
  return {
    checkSet: row === undefined ? null : toCheckSet(row, scope), at: momentOf(scope).toISOString(),
    summary: row === undefined ? "There are no checks yet." : readinessSentence(standings, nameOf, today),
    ready: standings.filter(({ state }) => state === "ready").length, met: states.filter((state) => state === "met").length,
    exempt: states.filter((state) => state === "exempt").length,
    lacking: states.filter((state) => state === "open" || state === "overdue").length,
    services: beside === null ? [] : standings.map((one) => toServiceScore(one, beside)), exemptions: exemptionsOf(scope, shown, set),
    scope, setId: row?.id ?? null, shown,
  };
}

/** The last moments of the months before this one, the oldest first, as `[2026-10, instant]`. */
function monthEnds(at: Date, count: number): readonly (readonly [string, string])[] {
  return Array.from({ length: count }, (_, back) => {
    const end = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - (count - 1 - back), 1) - 1);
    return [end.toISOString().slice(0, 7), end.toISOString()] as const;
  });
}

/** Rights are those of now; what was recorded later is not known in a look at a place of the log. */
const scopeAt = (scope: Scope, instant: string): Scope => ({
  ...scope, asOf: scope.asOf === undefined || "at" in scope.asOf ? { at: instant } : { recordedAt: instant },
});

function monthOf(scope: Scope, { setId, shown }: Pick<Scorecard, "setId" | "shown">, month: string): ReadinessMonth {
  const set = setId === null ? null : checkSetAt(scope, setId);
  const standings = set === null ? [] : standingsAt(scope, set).filter(({ serviceId }) => shown.has(serviceId));
  const { nameOf } = factsAt(scope);
  return {
    month, at: momentOf(scope).toISOString(), version: set?.version ?? null,
    ready: standings.filter(({ state }) => state === "ready").length,
    services: standings.map(({ serviceId, state }): MonthScore => ({ name: nameOf(serviceId), state })),
  };
}

/** Readiness at the ends of the months before, and at the moment itself; the oldest first. */
export const monthsOf = (card: Scorecard, count: number): readonly ReadinessMonth[] => {
  const at = momentOf(card.scope);
  const before = monthEnds(at, count - 1).map(([month, end]) => monthOf(scopeAt(card.scope, end), card, month));
  return [...before, monthOf(card.scope, card, at.toISOString().slice(0, 7))];
};

/** What changed since the end of the month before. */
export function changeOf(card: Scorecard): string {
  const set = card.setId === null ? null : checkSetAt(card.scope, card.setId);
  const [end] = monthEnds(momentOf(card.scope), 1);
  if (set === null || end === undefined) return "";
  const then = scopeAt(card.scope, end[1]);
  const before = checkSetAt(then, card.setId);
  const states = new Map<string, ReadinessState>(before === null ? [] : standingsAt(then, before).map((one) => [one.serviceId, one.state]));
  const name = new Date(end[1]).toLocaleDateString("en-GB", { month: "long", timeZone: "UTC" });
  return changeSentence(states, standingsAt(card.scope, set).filter(({ serviceId }) => card.shown.has(serviceId)), name);
}
