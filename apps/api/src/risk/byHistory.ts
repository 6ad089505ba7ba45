import { Rejection } from "@ballast/domain";
import type { RiskInputs } from "@ballast/schema";
import type { ApiContext } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { historyForAll } from "./occurrences.ts";

/** History goes on between looking and pressing: so much may an input differ from what it says by then, as a share of it. */
const MOVED = 0.02;
/** What is rounded away, in an input's own unit. */
const ROUNDED = 2;

const near = (given: number, says: number): boolean => Math.abs(given - says) <= Math.max(ROUNDED, MOVED * says);

/**
 * Refuses to register as history what history does not say by the incidents that everybody may know of: what is registered is read by
 * everybody, and so are forecasts and reports that are made of it. @throws {Rejection} INVALID_INPUT
 */
export function refuseOtherThanHistory(context: ApiContext, riskId: string, inputs: RiskInputs): void {
  const row = context.readModel.risks.get(riskId);
  const says = row === undefined ? null : historyForAll(row, openScope(context));
  if (says === null || says.drift === "tooFew")
    throw new Rejection(
      "INVALID_INPUT", "history says nothing of it yet by the incidents that everybody may know of: register it as your judgement", ["basis"],
    );
  const names = ["detectMinutes", "resolveMinutes", "impactPer100k", "betweenMilliDays"] as const;
  const other = names.find((name) => !near(inputs[name], says.inputs[name]));
  if (other !== undefined)
    throw new Rejection(
      "INVALID_INPUT",
      "that is not what history says by the incidents that everybody may know of: register what it says to all, or your own judgement",
      ["inputs"],
    );
}
