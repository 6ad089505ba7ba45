import { lately, standingOf } from "@ballast/domain/objective";
import { colourOf, paceOf, triggersOf, weekBegan, type BudgetFacts, type ProgramFacts } from "@ballast/domain/program";
import { registerSummary, standing, USUAL_TARGET } from "@ballast/domain/risk";
import { minutesOf } from "@ballast/readmodel/risk";
import { LATELY, measuredOf } from "../figures/objectiveHistory.ts";
import type { NodeKind, ProgramItem as Item, RecordOf, Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { addressOf, findAny, mayKnowOf, recordOf } from "../graphql/records.ts";
import { momentOf, reaches } from "../graphql/scope.ts";
import { changedSince } from "./changed.ts";
import type { Program, ProgramItem, ProgramObjective } from "./programType.ts";

const MINUTE_MS = 60_000;

interface Weighed {
  readonly shown: ProgramObjective;
  readonly budget: BudgetFacts;
}

function weigh(objective: RecordOf<"Objective">, scope: Scope): Weighed {
  const { row } = objective;
  const { known, meter } = measuredOf(scope, row.id);
  const { from, to, leftMs, budgetMs } = standingOf(row, known, meter);
  const budget: BudgetFacts = {
    name: row.name, leftMinutes: leftMs / MINUTE_MS, budgetMinutes: budgetMs / MINUTE_MS, hasPace: row.window.kind === "calendar",
    elapsed: (Math.min(known.now, to) - from) / (to - from),
  };
  const releases = row.parts.flatMap(({ serviceId }) => scope.context.readModel.reports.deploys(serviceId, scope.asOf));
  const inPeriod = ({ kind, exposedAt }: (typeof releases)[number]): boolean =>
    kind === "deploy" && Date.parse(exposedAt) >= from && Date.parse(exposedAt) < to;
  return {
    budget,
    shown: {
      objective, pace: paceOf(budget), releasedAt: releases.filter(inPeriod).map(({ exposedAt }) => exposedAt),
      lately: LATELY.map((days) => {
        const { availability, badMs } = lately(meter, known.now, days);
        return { days, availabilityPercent: availability === null ? null : 100 * availability, badMinutes: badMs / MINUTE_MS };
      }),
    },
  };
}

/** What the register is expected to cost, as far as the triggers ask. */
export function expectedOf(scope: Scope): ProgramFacts["expected"] {
  const { risks, factors } = scope.context.readModel;
  const open = risks.all({ filter: { open: true }, asOf: scope.asOf });
  const { budget, total, factors: added, tooBig } = registerSummary(open, { factors: factors.all(scope.asOf), target: USUAL_TARGET });
  const notBegun = open.filter((risk) => standing(risk) === "notBegun");
  const big = new Set(tooBig);
  return {
    budget, total: total + added, unmitigated: notBegun.reduce((sum, risk) => sum + (minutesOf(risk) ?? 0), 0),
    tooBigNotBegun: notBegun.filter(({ id }) => big.has(id)).length,
  };
}

const shownItem = (item: Item, scope: Scope): ProgramItem => ({
  kind: item.kind, key: `${item.kind}/${toGlobalId(item.nodeKind, item.id)}`, title: item.title,
  get record() {
    // Of thousands of promises a view asks for few.
    return findAny(scope, item.nodeKind, item.id);
  },
  dueOn: item.dueOn, before: item.before, overdueDays: item.overdueDays,
  minutes: item.minutes, why: item.why, waitsFor: item.waitsFor, realDueOn: item.realDueOn, decide: item.decision?.word ?? null,
  get view() {
    return item.decision?.view ?? addressOf(scope, item.nodeKind, item.id);
  },
  item, scope,
});

const byMinutes = (one: Item, other: Item): number => (other.minutes ?? -1) - (one.minutes ?? -1) || (one.id < other.id ? -1 : 1);

/** Everything that slices bring to the board, as far as the scope may know of it. */
function itemsOf(scope: Scope): readonly Item[] {
  const may = new Map<NodeKind, (id: string) => boolean>();
  return scope.context.known.program.flatMap(({ items }) => items?.(scope) ?? []).filter(({ nodeKind, id }) => {
    const mayKnow = may.get(nodeKind) ?? mayKnowOf(scope, nodeKind);
    may.set(nodeKind, mayKnow);
    return mayKnow(id);
  });
}

/** The program at a moment. */
export function boardOf(scope: Scope): Program {
  const { readModel } = scope.context;
  const rows = readModel.objectives.all({ asOf: scope.asOf });
  const weighed = rows
    .filter(({ parts }) => reaches(scope, parts.map(({ serviceId }) => serviceId)))
    .map((row) => weigh(recordOf(scope, "Objective", row), scope));
  const items = itemsOf(scope);
  const isOver = ({ kind, overdueDays }: Item): boolean => kind === "Acceptance" && overdueDays > 0;
  const facts: ProgramFacts = {
    budgets: weighed.map(({ budget }) => budget), expected: expectedOf(scope), acceptancesOver: items.filter(isOver).length,
    promised: items.filter(({ kind }) => kind !== "Acceptance" && kind !== "Risk")
      .map(({ kind, overdueDays, before }) => ({ kind, overdueDays, slips: before.length })),
  };
  const shown = (those: readonly Item[]): readonly ProgramItem[] => those.map((item) => shownItem(item, scope));
  const since = weekBegan(momentOf(scope).getTime(), readModel.programSettings.timeZone(scope.asOf));
  const decisions = shown(items.filter(({ decision }) => decision !== null).toSorted(byMinutes));
  const slipped = shown(items.filter(({ before }) => before.length > 0).toSorted(byMinutes));
  const blocked = shown(items.filter(({ waitsFor }) => waitsFor.length > 0).toSorted(byMinutes));
  return {
    ...colourOf(facts), triggers: triggersOf(facts), at: momentOf(scope).toISOString(), position: positionOf(scope),
    objectives: weighed.map((one) => one.shown),
    decisions, slipped, blocked, decisionCount: decisions.length, slippedCount: slipped.length, blockedCount: blocked.length,
    overdue: shown(items.filter(({ overdueDays }) => overdueDays > 0).toSorted((one, other) => other.overdueDays - one.overdueDays)),
    since: new Date(since).toISOString(), changed: changedSince(scope, new Date(since).toISOString()),
  };
}

/** The place in the log that a scope looks at. */
function positionOf({ asOf, context: { readModel } }: Scope): string | null {
  if (asOf !== undefined && "position" in asOf) return asOf.position;
  if (asOf !== undefined && "recordedAt" in asOf) return readModel.history.positionAt(asOf.recordedAt);
  return readModel.status().position;
}
