import type { MomentaryChange } from "@ballast/domain/targeting";
import { customerKey, per100k, targetingRules, variantName, type TargetingRules } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, idField, instantField, intField, jsonField, lineField, optional, reasonField, type InputFields,
} from "../commands/inputFields.ts";
import { environmentField, managedFlagField, servicesOfFlag, type FlagName } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { servicesOf } from "../graphql/records.ts";
import { opened, resolved, turn, turnedAt } from "./turning.ts";

/** Where a flag is turned, in every input. */
export const placeFields = { flag: managedFlagField(), environment: environmentField() } satisfies InputFields;

/** Why, and for what. */
export const whyFields = {
  reason: optional(reasonField("Why.")),
  incidentId: optional(idField("Incident", "The incident that it is made for.")),
} satisfies InputFields;

/** Where customers may be divided anew. */
export const rebucketField = optional(
  lineField("The flag's key, where other variants or weights may divide its customers anew (WOULD_REBUCKET)."),
);

/** Names a customer in an input. */
export const customerField = field(() => String, customerKey, "The customer's id, as applications send it.");

/** Services that the flag concerns. */
export const touched = ({ flag }: { readonly flag: FlagName }, { log }: ApiContext): Promise<readonly string[]> =>
  servicesOfFlag(log, flag);

/**
 * The same with those of the flags that rules would need: a token that is limited to some services makes no flag depend on those of
 * others, nor on one that belongs to none.
 */
export async function touchedWith(
  { flag, rules }: { readonly flag: FlagName; readonly rules: TargetingRules | null },
  context: ApiContext,
): Promise<readonly string[]> {
  const needed = await Promise.all((rules?.prerequisites ?? []).map(({ flagId }) => servicesOf(context, "Flag", flagId)));
  return [
    ...(await touched({ flag }, context)),
    ...needed.flatMap((services) => (services === null || services.length === 0 ? [""] : services)),
  ];
}

/** What somebody wants of a flag. */
interface Wanted {
  readonly flag: FlagName;
  readonly environment: string;
  readonly reason: string | null;
  readonly incidentId: string | null;
  readonly rebucket?: string | null;
  readonly deployId?: string | null;
}

/** Makes a change at once. @throws Rejection APPROVAL_REQUIRED where the environment asks for a second person */
const changing =
  (run: Run, context: ApiContext) =>
  async (wanted: Wanted, change: (targetingId: string) => Promise<MomentaryChange>): Promise<{ readonly id: string }> => {
    const turned = await turnedAt(context, wanted);
    await opened(run, context, { turned, environment: wanted.environment });
    const { targetingId } = turned;
    const what = await change(targetingId);
    const { reason, incidentId, rebucket = null, deployId = null } = wanted;
    return turn(run, turned, {
      moving: () => what,
      command: (proof) => ({
        type: "ChangeFlag", now: run.now, targetingId, change: what, rebucket, reason, incidentId, deployId, ...proof,
      }),
    });
  };

const setFlagRules = defineMutation({
  name: "setFlagRules",
  description: "Says who gets what: prerequisites, rules, the share, everyone else. Names, kills and the ramp stay as they are.",
  permission: "flag.write",
  record: "Targeting",
  input: {
    ...placeFields, ...whyFields, rebucket: rebucketField,
    rules: jsonField(targetingRules, "Prerequisites, rules, share and default, whole."),
    deployId: optional(idField("Deploy", "The deploy that makes the change: it goes back with it.")),
  },
  touches: touchedWith,
  act: (run, { rules, ...wanted }, context) => changing(run, context)(wanted, () => Promise.resolve({ kind: "rules", rules })),
});

const stepRollout = defineMutation({
  name: "stepRollout",
  description: "Gives a flag to another share of customers. Raising it only ever adds customers, lowering it only takes some away.",
  permission: "flag.write",
  record: "Targeting",
  input: {
    ...placeFields, ...whyFields, parts: intField("Share of customers, parts per 100,000.", per100k),
    deployId: optional(idField("Deploy", "The deploy that makes the change: it goes back with it.")),
  },
  touches: touched,
  act: (run, { parts, ...wanted }, context) => changing(run, context)(wanted, () => Promise.resolve({ kind: "rollout", parts })),
});

const setOverride = defineMutation({
  name: "setOverride",
  description: "Gives one customer a variant by name, above every rule, until a moment or until it is cleared.",
  permission: "flag.write",
  record: "Targeting",
  input: {
    ...placeFields, customer: customerField, variant: field(() => String, variantName, "What it gets."), reason: reasonField("Why."),
    expiresAt: optional(instantField("Until when; until somebody clears it unless told.")),
    incidentId: whyFields.incidentId,
  },
  touches: touched,
  act: (run, { customer, variant, expiresAt, ...wanted }, context) =>
    changing(run, context)(wanted, () =>
      Promise.resolve({
        kind: "override", override: { customer, variant, expiresAt, incidentId: wanted.incidentId, reason: wanted.reason },
      }),
    ),
});

const clearOverride = defineMutation({
  name: "clearOverride",
  description: "Puts a customer back to the rules.",
  permission: "flag.write",
  record: "Targeting",
  input: { ...placeFields, ...whyFields, customer: customerField },
  touches: touched,
  act: (run, { customer, ...wanted }, context) =>
    changing(run, context)(wanted, () => Promise.resolve({ kind: "clearOverride", customer })),
});

const revertFlag = defineMutation({
  name: "revertFlag",
  description: "Takes a flag back to how it was after an earlier change, as a change of its own. Kills stay as they are.",
  permission: "flag.write",
  record: "Targeting",
  input: {
    ...placeFields, ...whyFields, rebucket: rebucketField,
    revision: intField("The change's place in the record, from its history.", z.int().min(0)),
  },
  touches: touched,
  act: (run, { revision, ...wanted }, context) => changing(run, context)(wanted, async (targetingId) => {
    const change = await resolved(context.log, targetingId, { kind: "revert", revision });
    if (change.kind === "ramp") throw new TypeError("a revert is no ramp");
    return change;
  }),
});

export const changeMutations: readonly Mutation[] = [setFlagRules, stepRollout, setOverride, clearOverride, revertFlag];
