import { Rejection } from "@ballast/domain";
import { openRisk, registeredRisk, riskDecider, type RegisteredRisk } from "@ballast/domain/risk";
import { foldRecord, type Log } from "@ballast/eventlog";
import { reason, riskInputs, type RiskInputs } from "@ballast/schema";
import { Float } from "type-graphql";
import { z } from "zod";
import { allows, permissions } from "../auth/permissions.ts";
import type { Principal } from "../auth/principal.ts";
import { field, idField, intField, objectField, optional, type InputField } from "../commands/inputFields.ts";

export const riskField = idField("Risk", "The risk.");
export const ownerField = idField("Person", "Who answers for it.");

const number = (description: string): InputField<number> => field(() => Float, z.number(), description);
const clause = (description: string): InputField<string> => field(() => String, reason, description);

const milliDays = (days: number): number => Math.round(days * 1_000);
const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Inputs as people give them: days between failures, with fractions. */
const asStored = z
  .object({ detectMinutes: z.number(), resolveMinutes: z.number(), impactPer100k: z.number(), betweenDays: z.number() })
  .transform(({ betweenDays, detectMinutes, resolveMinutes, impactPer100k }) => ({
    detectMinutes: thousandths(detectMinutes), resolveMinutes: thousandths(resolveMinutes), impactPer100k,
    betweenMilliDays: milliDays(betweenDays),
  }))
  .pipe(riskInputs);

/** What a risk's cost is made from. */
export const inputsField: InputField<RiskInputs> = objectField(
  "RiskInputsInput",
  {
    detectMinutes: number("Expected time to detect, minutes."),
    resolveMinutes: number("Expected time to resolve, minutes."),
    impactPer100k: intField("Share of users that it hits, in parts per 100,000."),
    betweenDays: number("Expected time between two failures, days."),
  },
  { description: "What a risk's cost is made from.", schema: asStored },
);

const given = <Value>(value: Value | null): value is Value => value !== null;

/** What of the inputs a mitigation changes. */
export const effectField = objectField(
  "MitigationEffectInput",
  {
    riskId: riskField,
    detectMinutes: optional(number("What detection will take, minutes.")),
    resolveMinutes: optional(number("What resolution will take, minutes.")),
    impactPer100k: optional(intField("Which share of users will be hit, in parts per 100,000.")),
    betweenDays: optional(number("How many days will lie between two failures.")),
  },
  {
    description: "What one of the risks will be like after it; what is left out stays.",
    schema: z
      .object({
        riskId: z.string(),
        detectMinutes: z.number().nullable(),
        resolveMinutes: z.number().nullable(),
        impactPer100k: z.number().nullable(),
        betweenDays: z.number().nullable(),
      })
      .transform(({ riskId, detectMinutes, resolveMinutes, impactPer100k, betweenDays }) => ({
        riskId,
        inputs: riskInputs.partial().parse({
          ...(given(detectMinutes) && { detectMinutes: thousandths(detectMinutes) }),
          ...(given(resolveMinutes) && { resolveMinutes: thousandths(resolveMinutes) }),
          ...(given(impactPer100k) && { impactPer100k }),
          ...(given(betweenDays) && { betweenMilliDays: milliDays(betweenDays) }),
        }),
      })),
  },
);

/** If this, then that, until this. */
export const statementField = objectField(
  "RiskStatementInput",
  { if: clause("If this happens …"), then: clause("… then that …"), until: clause("… until this.") },
  { description: "What can happen." },
);

/** Refuses whoever may not write risks and does not own this one. */
export function refuseUnlessOwner({ roles, person }: Principal, ownerId: string): void {
  if (allows(roles, "risk.write") || person.id === ownerId) return;
  throw new Rejection("NOT_ALLOWED", `${person.name} does not own it; others need one of: ${permissions["risk.write"].join(", ")}.`);
}

/** The risk as the log has it, open or closed. */
export const riskAsIs = async (log: Log, riskId: string): Promise<RegisteredRisk> =>
  registeredRisk(await foldRecord(log, riskDecider, riskId), riskId);

/** Refuses risks that are not there or were closed. */
export async function refuseUnlessOpen(log: Log, riskIds: readonly string[]): Promise<void> {
  for (const riskId of riskIds) openRisk(await foldRecord(log, riskDecider, riskId), riskId);
}

/** Services of a risk, for tokens that are limited to some. */
export async function servicesOfRisk({ log }: { readonly log: Log }, riskId: string): Promise<readonly string[]> {
  const risk = await foldRecord(log, riskDecider, riskId);
  return risk.status === "absent" ? [] : risk.serviceIds;
}
