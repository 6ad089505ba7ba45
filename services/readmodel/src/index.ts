export { episodeIdOf, type AlertRow } from "./alert/alertProjection.ts";
export type { AlertFilter, AlertListRequest, AlertQueries } from "./alert/alertQueries.ts";
export type { UnseenClearRow } from "./alert/unseenClearProjection.ts";
export type { CustomerRow } from "./customer/customerProjection.ts";
export type { CustomerFilter, CustomerListRequest, CustomerQueries, CustomerSort } from "./customer/customerQueries.ts";
export type { ServedChange } from "./customer/servedHistory.ts";
export type { DeployFilter, DeployListRequest, DeployQueries, DeploySort } from "./deploy/deployQueries.ts";
export { hasEnded, type DeployRow, type DeployStepRow, type EffectRow, type VerdictRow } from "./deploy/deployRow.ts";
export type { AsOf } from "./engine/asOf.ts";
export type { AppliedListener } from "./engine/engine.ts";
export type { Stored } from "./engine/projection.ts";
export type { ListSlice, SliceRequest } from "./engine/query.ts";
export type { Queries, RowOf, Rows } from "./engine/registry.ts";
export type { ReadModelStatus } from "./engine/status.ts";
export type { Problem } from "./engine/store.ts";
export type { FlagRow } from "./flag/flagProjection.ts";
export {
  cleanUpReason, standingOf, type FlagFilter, type FlagListRequest, type FlagQueries, type FlagSort, type FlagToCleanUp,
  type ManagedFlagRow,
} from "./flag/flagQueries.ts";
export type { EventFilter, EventListRequest, HistoryQueries } from "./history/historyQueries.ts";
export type { ImportRow } from "./import/importProjection.ts";
export type { ImportListRequest, ImportQueries } from "./import/importQueries.ts";
export type { IncidentFilter, IncidentListRequest, IncidentQueries, IncidentSort, IncidentVersion } from "./incident/incidentQueries.ts";
export {
  commanderOf, isOpen, lastedMs, milestoneAt, referenceOf, type CorrectionRow, type IncidentRow, type IntervalRow, type LinkRow,
  type MilestoneRow, type ReviewRow, type RoleHoldingRow, type UpdateMark,
} from "./incident/incidentRow.ts";
export type { RelatedDeploy } from "./incident/relatedDeploys.ts";
export type { RelatedFlag } from "./incident/relatedFlags.ts";
export type { IncidentInput, PublicRow } from "./incident/reportedIncident.ts";
export type { TimelineEntryRow, TimelineLane, Tone } from "./incident/timeline/timelineEntry.ts";
export type { TimelineQueries, TimelineRequest } from "./incident/timeline/timelineQueries.ts";
export type { StatusUpdate } from "./incident/updateTexts.ts";
export type { IntegrationRow } from "./integration/integrationProjection.ts";
export type { LaneExposure, LaneHoldRow, LaneLockRow, LaneRow } from "./lane/laneProjection.ts";
export { exposuresOf, type LaneFilter, type LaneQueries, type ReleaseState, type ReleaseWhere } from "./lane/laneQueries.ts";
export { openReadModel, type ReadModel } from "./openReadModel.ts";
export { mayHaveCome, type PageRow, type PageSendRow, type SendOutcome } from "./page/pageProjection.ts";
export type { PageFilter, PageListRequest, PageQueries } from "./page/pageQueries.ts";
export type { PeopleListRequest, PeopleQueries } from "./person/peopleQueries.ts";
export type { PersonRow } from "./person/personProjection.ts";
export type { CommitRow } from "./release/commitTable.ts";
export { releaseOrder, type ReleaseRow } from "./release/releaseProjection.ts";
export type { ReleaseComparison, ReleaseFilter, ReleaseListRequest, ReleaseQueries, ReleaseSort } from "./release/releaseQueries.ts";
export { openReader, type Reader } from "./reader.ts";
export type { ReportQueries } from "./report/reportQueries.ts";
export type { RotationRow } from "./rotation/rotationProjection.ts";
export type { RotationQueries } from "./rotation/rotationQueries.ts";
export type { SearchHit, SearchQueries, SearchRequest } from "./search/searchQueries.ts";
export type { EnvironmentRow, ServiceRow } from "./service/serviceProjection.ts";
export type { ServiceFilter, ServiceListRequest, ServiceQueries, ServiceSort } from "./service/serviceQueries.ts";
export type { TokenRow } from "./token/tokenProjection.ts";
export type { Viewer } from "./viewer/hiddenFrom.ts";
