import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

const policyFields = graphql(`
  fragment FlagPolicyFields on FlagPolicy { id environment approval approvalOfOverrides cleanUpAfterDays }
`);
/** What is asked for before flags are turned in an environment; of none: what is usual in all. */
export type FlagPolicyRecord = ResultOf<typeof policyFields>;

export const flagRulesDocument = graphql(`
  query FlagRules($asOf: AsOf) {
    usualFlagPolicy(asOf: $asOf) { ...FlagPolicyFields }
    flagPolicies(asOf: $asOf) { ...FlagPolicyFields }
  }
`, [policyFields]);

export const setFlagPolicy = command("setFlagPolicy", "flagPolicy { id }");
export const setUsualCleanUp = command("setUsualCleanUp", "flagPolicy { id }");

export const policyEvents = ["FlagPolicySet", "UsualCleanUpSet", "TargetingOpened"];
