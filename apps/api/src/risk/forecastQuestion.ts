import { createHash } from "node:crypto";
import { calendarPeriodOf } from "@ballast/domain/objective";
import { DRAWS, inputsAfter, occurrenceMinutes, type ExceedanceQuestion, type SimulatedRisk } from "@ballast/domain/risk";
import type { Stored } from "@ballast/readmodel";
import type { MitigationRow, RiskRow } from "@ballast/readmodel/risk";
import type { ForecastPeriod } from "@ballast/schema";
import { DAYS_A_YEAR, budgetMinutes } from "@ballast/schema/badMinutes";
import { historyOf } from "../figures/objectiveHistory.ts";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { momentOf } from "../graphql/scope.ts";
import type { Drawing } from "./drawing/draw.ts";
import { timesItCame } from "./occurrences.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** The day (UTC) that a moment lies in, by its begin: a forecast is one of the day, and the same all through it. */
const dayOf = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/** Mitigations that are looked at one by one, those that are due first. */
const MOST_MITIGATIONS = 20;

/** What a forecast is about: an objective; or a target alone, where nobody has defined one. */
export type ForecastSubject = RecordOf<"Objective"> | number;

/** A forecast that is about to be drawn. Minutes are bad minutes. */
export interface ForecastAsked {
  readonly target: number;
  readonly question: ExceedanceQuestion;
  /** The year, quarter or month, in the objective's zone. */
  readonly period: { readonly from: number; readonly to: number };
  readonly drawing: Drawing;
  readonly coming: readonly Stored<MitigationRow>[];
}

interface Looked {
  readonly row: Stored<RiskRow>;
  readonly simulated: SimulatedRisk;
  /** Bad minutes of the period so far. */
  readonly soFar: number;
}

function lookAt(row: Stored<RiskRow>, scope: Scope, began: number): readonly Looked[] {
  if (row.inputs === null) return [];
  const now = momentOf(scope).getTime();
  const since = Date.parse(row.observedSince);
  const came = timesItCame(row, scope).map(({ occurrence }) => ({ ms: Date.parse(occurrence.at), minutes: occurrenceMinutes(occurrence) }));
  const happened = came.filter(({ ms }) => ms >= since && ms <= now).map(({ minutes }) => minutes);
  const soFar = came.filter(({ ms }) => ms >= began).reduce((sum, { minutes }) => sum + minutes, 0);
  return [{ row, soFar, simulated: { id: row.id, inputs: row.inputs, days: Math.max(0, (dayOf(now) - dayOf(since)) / DAY_MS), happened } }];
}

interface PeriodAsked {
  readonly target: number;
  readonly from: number;
  readonly to: number;
  readonly budget: number;
  /** Of the objective's own sweep; null where there is none: then what came true of the register is all that is known. */
  readonly soFar: number | null;
}

function periodAsked(subject: ForecastSubject, scope: Scope, unit: ForecastPeriod): PeriodAsked {
  if (typeof subject === "number") {
    const year = momentOf(scope).getUTCFullYear();
    const [from, to] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
    return { target: subject, from, to, budget: budgetMinutes(subject, Math.min(DAYS_A_YEAR, (to - from) / DAY_MS)), soFar: null };
  }
  const { from, to, budgetMs, badMs } = calendarPeriodOf(subject.row, historyOf(subject.row, scope), { unit });
  // Whole minutes, so that a forecast is not another one with every second of an incident that goes on.
  return { target: subject.row.target / 1_000, from, to, budget: budgetMs / MINUTE_MS, soFar: Math.floor(badMs / MINUTE_MS) };
}

/** Risks that may cost an objective something: those of its services, and those that name none. */
const concerns = (subject: ForecastSubject, { serviceIds }: RiskRow): boolean =>
  typeof subject === "number" || serviceIds.length === 0
    || subject.row.parts.some(({ serviceId }) => serviceIds.includes(serviceId));

/**
 * What is to be drawn for the rest of a period, for the register as it is and with each mitigation that is still to come. Of a target alone
 * it is the year.
 */
export function askForecast(scope: Scope, subject: ForecastSubject, unit: ForecastPeriod = "year"): ForecastAsked {
  const { risks, mitigations } = scope.context.readModel;
  const today = dayOf(momentOf(scope).getTime());
  const period = periodAsked(subject, scope, unit);
  const looked = risks
    .all({ filter: { open: true }, asOf: scope.asOf })
    .filter((row) => concerns(subject, row))
    .flatMap((row) => lookAt(row, scope, period.from));
  const position = looked.reduce((last, { row }) => (BigInt(row.position) > BigInt(last) ? row.position : last), "0");
  const about = typeof subject === "number" ? String(subject) : subject.row.id;
  const question: ExceedanceQuestion = {
    seed: createHash("sha256").update(`${position} ${about}`).digest("hex"), draws: DRAWS,
    daysLeft: Math.max(0, (period.to - today) / DAY_MS), budget: period.budget,
    soFar: period.soFar ?? looked.reduce((sum, { soFar }) => sum + soFar, 0),
  };
  const isOpen = ({ status, effects }: MitigationRow): boolean => (status === "planned" || status === "inProgress") && effects.length > 0;
  const coming = mitigations.all({ asOf: scope.asOf }).filter(isOpen).slice(0, MOST_MITIGATIONS);
  const whatIf = coming.map((row) => ({
    id: row.id,
    after: looked.flatMap(({ simulated: { id, inputs } }) =>
      row.riskIds.includes(id) ? [[id, inputsAfter(inputs, row, id)] as const] : [],
    ),
  }));
  return {
    target: period.target, question, period, coming, drawing: { risks: looked.map(({ simulated }) => simulated), question, whatIf },
  };
}
