import { graphql } from "@ballast/schema/graphql";
import type { FlagSort, ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";

/** How a flag stands in an environment, as lists show it. */
const standingFields = graphql(`
  fragment FlagStandingFields on Targeting {
    id environment state killed sentence parts turnedAt turnedBy asked(hours: 24) evaluatedAt countedSince cleanUpBecause kills { killId at by reason incident { id reference } } ramp { state } requests { state }
  }
`);
export type FlagStanding = ResultOf<typeof standingFields>;

const lineFields = graphql(`
  fragment FlagLineFields on Flag {
    id name managed environment present state changeCount changedAt service { slug name }
    details { kind temporary expiresAt registeredAt archived owner { id name } services { slug } } targetings { ...FlagStandingFields }
  }
`, [standingFields]);
/** A flag as lists show it. */
export type FlagLine = ResultOf<typeof lineFields>;

export const flagsDocument = graphql(`
  query Flags($first: Int, $after: String, $filter: FlagFilter, $sort: FlagSort, $asOf: AsOf) {
    flags(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ...FlagLineFields } } }
  }
`, [lineFields]);

/** How many stand how. */
export const flagSummaryDocument = graphql(`
  query FlagSummary($filter: FlagFilter, $asOf: AsOf) { flagSummary(filter: $filter, asOf: $asOf) { killed ramping onForSome toCleanUp onForEveryone off } }
`);
export type FlagCounts = ResultOf<typeof flagSummaryDocument>["flagSummary"];

/** How often flags were changed each day, and which were killed. */
export const flagDaysDocument = graphql(`
  query FlagDays($environment: String, $days: Int, $asOf: AsOf) {
    flagChangesPerDay(environment: $environment, days: $days, asOf: $asOf) { day count kills { flag { id name } incident { id reference } } }
  }
`);
export type FlagDay = ResultOf<typeof flagDaysDocument>["flagChangesPerDay"][number];

/** What environments there are for flags, and what each asks for. */
export const flagPoliciesDocument = graphql(`
  query FlagPolicies($asOf: AsOf) { flagPolicies(asOf: $asOf) { id environment approval approvalOfOverrides } }
`);

/** Which flags, as the API takes it. */
type FlagFilter = NonNullable<VariablesOf<typeof flagsDocument>["filter"]>;

const requestFields = graphql(`
  fragment FlagRequestFields on FlagChangeRequest {
    changeId state sentence differences change reason needsApproval moved applyAt declined by { id name } approvedBy { id name }
    cohort { known enter leave switch names { enter leave switch } } incident { id reference }
    targeting { id environment revision flag { id name } }
  }
`);
/** A change that somebody asked for. */
export type FlagRequest = ResultOf<typeof requestFields>;

const targetingFields = graphql(`
  fragment TargetingFields on Targeting {
    ...FlagStandingFields offVariant rules revision policy { approval approvalOfOverrides }
    needs { variants flag { id name } }
    overrides { customer record { id name } variant reason expiresAt at by incident { id reference } }
    allRequests: requests { ...FlagRequestFields }
    plan: ramp { rampId state step plan from passed holds outcome by { name } }
    steps(first: 60) { revision parts killed reason differences event { id type occurredAt sentence actor { name } } incident { id reference } }
    served { known reached variants { name customers } steps { name customers } }
  }
`, [standingFields, requestFields]);
/** A managed flag in one environment, whole. */
export type TargetingRecord = ResultOf<typeof targetingFields>;

export const flagDocument = graphql(`
  query Flag($key: String!, $asOf: AsOf) {
    flag(key: $key, asOf: $asOf) {
      ...FlagLineFields changes { seq at change field from to who commit version note release { id version } }
      about: details { valueType variants { name value } offVariant seed bucketBy engine metadata description cleanUpAfterDays services { slug name responders { id onNow { id name } } } metrics { name role } }
      places: targetings { ...TargetingFields }
    }
  }
`, [lineFields, targetingFields]);
/** A flag with what changed it. */
export type FlagRecord = NonNullable<ResultOf<typeof flagDocument>["flag"]>;
/** One change of one that another system holds. */
export type FlagChange = FlagRecord["changes"][number];

/** How often a flag was evaluated in an environment, by variant: in each hour or day since a moment. */
export const flagEvaluationsDocument = graphql(`
  query FlagEvaluations($key: String!, $environment: String!, $from: DateTime!, $byDay: Boolean!, $asOf: AsOf) {
    flag(key: $key, asOf: $asOf) {
      id targeting(environment: $environment) {
        id evaluations(from: $from, byDay: $byDay) { count variants { variant source count } spans { from count } }
      }
    }
  }
`);

/** What a customer gets, or got, and why. */
export const explainFlagDocument = graphql(`
  query ExplainFlag($flag: String!, $environment: String!, $customer: String!, $asOf: AsOf) {
    explainFlag(flag: $flag, environment: $environment, customer: $customer, asOf: $asOf) {
      variant because known since engine steps { place asks answer reached held variant }
    }
  }
`);

/** Changes that wait, everywhere. */
export const flagRequestsDocument = graphql(`
  query FlagRequests($environment: String, $asOf: AsOf) { flagRequests(environment: $environment, asOf: $asOf) { ...FlagRequestFields } }
`, [requestFields]);

/** People who may say a second person's word. */
export const approversDocument = graphql(
  `query FlagApprovers { people(first: 500) { totalCount edges { node { id name roles active } } } }`,
);

/** What is recorded of flags. */
export const flagEvents = [
  "FlagChangeImported", "FlagChangeImportCorrected", "FlagRegistered", "FlagDescribed", "FlagArchived", "FlagCleanUpSet", "FlagFoundStale",
  "EngineChanged", "TargetingOpened", "FlagRulesSet", "RolloutStepped", "OverrideSet", "OverrideCleared", "FlagReverted", "KillEngaged",
  "KillExplained", "KillsReleased", "FlagChangeProposed", "FlagChangeApproved", "FlagChangeDeclined", "RampPlanned", "RampStarted",
  "RampStepBegan", "RampStepPassed", "RampHeld", "RampResumed", "RampEnded", "FlagPolicySet", "UsualCleanUpSet",
];

/** Flags for the data provider. */
export const flagsBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const { sort: by, ...which } = asAsked<FlagFilter, FlagSort | "NEED_DESC">({ filter, sort });
    // By need there is one way only.
    const asked = { first, after, ...which, sort: by === "NEED_DESC" ? ("NEED_FIRST" as const) : by, asOf };
    const { flags } = await call(flagsDocument, asked, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(flags)], totalCount: flags.totalCount, ...flags.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Flags are read by their view.", "Open the flag itself.")),
};
