export { attributed, type AttributedIncident } from "./attribution.ts";
export { dora2024, levelsAgainst, type BenchmarkLevels, type DeliveryLevel } from "./benchmark.ts";
export { availabilityByMonth, type AvailabilityByMonth, type MonthAvailability, type ObservedAvailability } from "./availabilityByMonth.ts";
export { availabilityReport, type Availability, type AvailabilityReport, type DowntimeIncident } from "./availabilityReport.ts";
export { changeSizes, changeRisk, type ChangeSize, type ChangeRisk, type SizedDeploy } from "./changeRisk.ts";
export { ownedCommits, type ReleasedCommit, type ReleasedVersion } from "./commitOwnership.ts";
export { deliveryReport, type DeliveryReport } from "./deliveryReport.ts";
export { deployReport, type DeployReport, type ExposedDeploy, type ReportedDeploy } from "./deployReport.ts";
export { downtimeOf, type HurtTimes } from "./downtimeOf.ts";
export { incidentReport, type IncidentReport, type ReportedIncident } from "./incidentReport.ts";
export { incidentSpan, type IncidentSpan, type IncidentTimes } from "./incidentSpan.ts";
export {
  countsInFigures, impactMinutes, lastingIntervals, mitigatedBeforeDetected, responseFigures, responseMinutes, type Milestones, type Pause,
  type ResponseMinutes,
} from "./milestones.ts";
export { failedReleases } from "./revertedReleases.ts";
