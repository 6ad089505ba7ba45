export {
  budgetMs,
  burnDown,
  burnRate,
  burnRuleNames,
  burnRules,
  firesAfterMs,
  forecastGone,
  goneAt,
  singleIncidentLimitMs,
  type BurnPoint,
  type BurnRule,
} from "./budget.ts";
export { customerAvailability, type CustomerAvailability, type CustomerHistory } from "./forCustomer.ts";
export { periodAt, periodBefore } from "./period.ts";
export { complement, measure, WHOLE, type Impact, type Measured, type Observation, type Stretch } from "./sweep.ts";
export { episodesOf, observedUptime, siteUptime, type ObservedUptime, type SiteCheck, type SiteUptime } from "./uptime.ts";
