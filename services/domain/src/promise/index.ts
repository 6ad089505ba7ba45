export { daysBetween, firstPromise, lateness, priceOfLateness, type Lateness, type Promised, type Slip } from "./ledger.ts";
export { quarterBegins, quarterOf, roadmap, type Planned, type Quarter, type QuarterOfTeam, type QuarterPlan } from "./quarters.ts";
