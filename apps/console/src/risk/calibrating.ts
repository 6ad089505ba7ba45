import { badMinutesAYear } from "@ballast/schema/badMinutes";
import type { CalibrationLine, Inputs, RiskRecord } from "./riskDocuments.ts";
import { toldByHistory } from "./riskWords.ts";

/** What one risk is registered at, and what it would be by its incidents. */
export interface Calibration {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly registered: Inputs;
  readonly says: Inputs;
  /** Minutes a year, registered and by history. */
  readonly from: number;
  readonly to: number;
  readonly drift: "less" | "same" | "more";
}

/**
 * Risks of which history says something, that somebody may change; those that are furthest from what is registered first. Risks whose
 * estimate is what history says are left out: there is nothing to register.
 */
export function calibrationsOf(risks: readonly CalibrationLine[], mayChange: (ownerId: string) => boolean): readonly Calibration[] {
  return risks
    .flatMap((risk): readonly Calibration[] => {
      const { id, reference, title, revision, inputs, minutesAYear, owner } = risk;
      const says = toldByHistory(risk);
      if (says === null || says.drift === "tooFew" || inputs === null || minutesAYear === null || !mayChange(owner.id)) return [];
      if (Math.abs(says.minutesAYear - minutesAYear) < 0.05) return [];
      return [{
        id, name: `${reference} ${title}`, revision, registered: inputs, says: says.inputs, from: minutesAYear, to: says.minutesAYear,
        drift: says.drift,
      }];
    })
    .toSorted((one, other) => Math.abs(other.to - other.from) - Math.abs(one.to - one.from));
}

/** Those that history contradicts: within its interval what is registered may stay. */
export const contradicted = (calibrations: readonly Calibration[]): ReadonlySet<string> =>
  new Set(calibrations.filter(({ drift }) => drift !== "same").map(({ id }) => id));

/** What the chosen ones are registered at together, and what they would be, minutes a year. */
export const sumsOf = (calibrations: readonly Calibration[]): { readonly from: number; readonly to: number } =>
  calibrations.reduce((sum, { from, to }) => ({ from: sum.from + from, to: sum.to + to }), { from: 0, to: 0 });

/** A value that an input had: from when on, by whom and why. */
export interface InputValue {
  readonly value: number;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly byHistory: boolean;
  /** What that estimate made of it all, minutes a year. */
  readonly minutesAYear: number;
}

type Estimate = RiskRecord["estimates"][number];
/** An estimate, as far as its inputs' histories ask. */
type Estimated = Pick<Estimate, "at" | "basis" | "reason" | "inputs"> & { readonly by: Pick<Estimate["by"], "name"> };

/** The values that one input had, the newest first; an estimate that left it as it was is none of them. */
export function inputHistory(
  estimates: readonly Estimated[], name: keyof Inputs,
): readonly InputValue[] {
  const changes = estimates.filter(({ inputs }, place) => place === 0 || estimates[place - 1]?.inputs[name] !== inputs[name]);
  return changes
    .map(({ at, by, basis, reason, inputs }) => ({
      value: inputs[name], at, by: by.name, reason, byHistory: basis === "history",
      minutesAYear: badMinutesAYear({ ...inputs, betweenMilliDays: inputs.betweenDays * 1_000 }),
    }))
    .toReversed();
}
