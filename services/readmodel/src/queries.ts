import { alertQueries, type AlertQueries } from "./alert/alertQueries.ts";
import { deployQueries, type DeployQueries } from "./deploy/deployQueries.ts";
import type { AsOf } from "./engine/asOf.ts";
import type { Database } from "./engine/database.ts";
import { historyQueries, type HistoryQueries } from "./history/historyQueries.ts";
import { importQueries, type ImportQueries } from "./import/importQueries.ts";
import { incidentQueries, type IncidentQueries } from "./incident/incidentQueries.ts";
import type { IncidentRow } from "./incident/incidentRow.ts";
import { relatedDeploys, type RelatedDeploy } from "./incident/relatedDeploys.ts";
import { laneQueries, type LaneQueries } from "./lane/laneQueries.ts";
import { pageQueries, type PageQueries } from "./page/pageQueries.ts";
import { peopleQueries, type PeopleQueries } from "./person/peopleQueries.ts";
import { releaseQueries, type ReleaseQueries } from "./release/releaseQueries.ts";
import { reportQueries, type ReportQueries } from "./report/reportQueries.ts";
import { rotationQueries, type RotationQueries } from "./rotation/rotationQueries.ts";
import { searchQueries, type SearchQueries } from "./search/searchQueries.ts";
import { serviceQueries, type ServiceQueries } from "./service/serviceQueries.ts";
import { timelineQueries, type TimelineQueries } from "./incident/timeline/timelineQueries.ts";

/** Every query, by slice. All are synchronous: the fold is in this process. */
export interface Queries {
  readonly services: ServiceQueries;
  readonly releases: ReleaseQueries;
  readonly lanes: LaneQueries;
  readonly deploys: DeployQueries;
  readonly incidents: IncidentQueries & {
    /** Deploys that may have to do with it, the most suspect first. */
    relatedChanges(incident: IncidentRow, asOf?: AsOf): readonly RelatedDeploy[];
  };
  readonly timeline: TimelineQueries;
  readonly alerts: AlertQueries;
  readonly pages: PageQueries;
  readonly rotations: RotationQueries;
  readonly people: PeopleQueries;
  readonly imports: ImportQueries;
  readonly search: SearchQueries;
  readonly reports: ReportQueries;
  readonly history: HistoryQueries;
}

/** All queries over a database; `db` is asked again for each, because a rebuilt one may have taken its place. */
export function queriesOver(db: () => Database): Queries {
  const [services, releases, deploys, incidents] = [serviceQueries(db), releaseQueries(db), deployQueries(db), incidentQueries(db)];
  const [alerts, pages, people] = [alertQueries(db), pageQueries(db), peopleQueries(db)];
  return {
    services, releases, deploys, alerts, pages, people,
    lanes: laneQueries(db),
    incidents: { ...incidents, relatedChanges: (incident, asOf) => relatedDeploys(deploys, incident, asOf) },
    timeline: timelineQueries(db, { deploys, alerts, pages, people, incidents }),
    rotations: rotationQueries(db),
    imports: importQueries(db),
    search: searchQueries(db),
    reports: reportQueries(db, { incidents, releases, deploys, services }),
    history: historyQueries(db),
  };
}
