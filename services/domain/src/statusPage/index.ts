export { hurtOf, reportStatuses, reportStatusOf, type Hurt, type PublicIncident, type ReportStatus } from "./publicIncident.ts";
export {
  barDays, componentDay, daysUpTo, percentOf, rankOf, statusNow, together, uptimeDays, uptimeIn, weightsOf, worstOf, type ComponentDay,
  type ComponentHistory, type PageDay, type Uptime,
} from "./standing.ts";
export type { DefinedStatusPage, PlacedComponent, StatusPage, StatusPageCommand } from "./statusPage.ts";
export { statusPageDecider } from "./statusPageDecider.ts";
