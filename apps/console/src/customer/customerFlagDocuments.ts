import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

/** What a customer gets of every flag in an environment. */
export const customerFlagsDocument = graphql(`
  query CustomerFlags($customer: String!, $environment: String!, $asOf: AsOf) {
    customerFlags(customer: $customer, environment: $environment, asOf: $asOf) {
      variant because byHand since until
      targeting {
        id environment killed offVariant ramp { state }
        flag { id name details { valueType variants { name } } }
      }
    }
  }
`);
/** A flag as one customer gets it. */
export type CustomerFlag = ResultOf<typeof customerFlagsDocument>["customerFlags"][number];

/** Where flags are turned. */
export const customerPlacesDocument = graphql(`query CustomerPlaces($asOf: AsOf) { flagPolicies(asOf: $asOf) { environment } }`);

/** Who can be put beside a customer. */
export const otherCustomersDocument = graphql(`
  query OtherCustomers($text: String, $asOf: AsOf) {
    customers(first: 12, filter: { text: $text }, asOf: $asOf) { totalCount edges { node { id externalId name } } }
  }
`);

/** What changes what customers get of flags. */
export const turningEvents = [
  "TargetingOpened", "FlagRulesSet", "RolloutStepped", "OverrideSet", "OverrideCleared", "FlagReverted", "KillEngaged", "KillsReleased",
  "FlagArchived", "RampStarted", "RampEnded", "SegmentDefined", "CustomerDescribed",
];
