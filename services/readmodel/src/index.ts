export type { AlertRow } from "./alerts/alertProjection.ts";
export type { AlertFilter, AlertListRequest, AlertQueries } from "./alerts/alertQueries.ts";
export type { DeployFilter, DeployListRequest, DeployQueries, DeploySort } from "./deploys/deployQueries.ts";
export { hasEnded, type DeployRow, type DeployState, type DeployStepRow, type EffectRow, type StepState, type VerdictRow } from "./deploys/deployRow.ts";
export type { AsOf } from "./engine/asOf.ts";
export type { AppliedListener } from "./engine/engine.ts";
export type { Stored } from "./engine/projection.ts";
export type { Page, PageRequest } from "./engine/query.ts";
export type { ReadModelStatus } from "./engine/status.ts";
export type { Problem } from "./engine/store.ts";
export type { EventFilter, EventListRequest, HistoryQueries } from "./history/historyQueries.ts";
export type { ImportRow } from "./imports/importProjection.ts";
export type { ImportListRequest, ImportQueries } from "./imports/importQueries.ts";
export type { IncidentFilter, IncidentListRequest, IncidentQueries, IncidentSort, IncidentVersion } from "./incidents/incidentQueries.ts";
export {
  commanderOf, isOpen, milestoneAt, referenceOf,
  type CorrectionRow, type IncidentRow, type IntervalRow, type LinkRow, type MilestoneRow, type ReviewRow, type RoleHoldingRow, type UpdateMark,
} from "./incidents/incidentRow.ts";
export type { RelatedDeploy } from "./incidents/relatedDeploys.ts";
export type { UpdateRow } from "./incidents/updateProjection.ts";
export type { LaneExposure, LaneHoldRow, LaneLockRow, LaneRow } from "./lanes/laneProjection.ts";
export { exposuresOf, type LaneFilter, type LaneQueries, type ReleaseState, type ReleaseWhere } from "./lanes/laneQueries.ts";
export { openReadModel, type ReadModel } from "./openReadModel.ts";
export type { PageRow, PageSendRow } from "./pages/pageProjection.ts";
export type { PageFilter, PageListRequest, PageQueries } from "./pages/pageQueries.ts";
export type { PeopleListRequest, PeopleQueries } from "./people/peopleQueries.ts";
export type { CredentialRow, IntegrationRow, PersonRow, TokenRow } from "./people/personProjection.ts";
export type { Queries } from "./queries.ts";
export type { CommitRow } from "./releases/commitTable.ts";
export { releaseOrder, type ReleaseRow } from "./releases/releaseProjection.ts";
export type { ReleaseComparison, ReleaseFilter, ReleaseListRequest, ReleaseQueries, ReleaseSort } from "./releases/releaseQueries.ts";
export type { IncidentInput, ReportQueries } from "./reports/reportQueries.ts";
export type { RotationRow } from "./rotations/rotationProjection.ts";
export type { RotationQueries } from "./rotations/rotationQueries.ts";
export type { SearchHit, SearchQueries, SearchRequest } from "./search/searchQueries.ts";
export type { EnvironmentRow, ServiceRow } from "./services/serviceProjection.ts";
export type { ServiceFilter, ServiceListRequest, ServiceQueries, ServiceSort } from "./services/serviceQueries.ts";
export type { TimelineEntryRow, TimelineLane, Tone } from "./timeline/timelineEntry.ts";
export type { TimelineQueries, TimelineRequest } from "./timeline/timelineQueries.ts";
