import { alertQueries, type AlertQueries } from "./alerts/alertQueries.ts";
import { deployQueries, type DeployQueries } from "./deploys/deployQueries.ts";
import type { AsOf } from "./engine/asOf.ts";
import type { Database } from "./engine/database.ts";
import { historyQueries, type HistoryQueries } from "./history/historyQueries.ts";
import { importQueries, type ImportQueries } from "./imports/importQueries.ts";
import { incidentQueries, type IncidentQueries } from "./incidents/incidentQueries.ts";
import type { IncidentRow } from "./incidents/incidentRow.ts";
import { relatedDeploys, type RelatedDeploy } from "./incidents/relatedDeploys.ts";
import { laneQueries, type LaneQueries } from "./lanes/laneQueries.ts";
import { pageQueries, type PageQueries } from "./pages/pageQueries.ts";
import { peopleQueries, type PeopleQueries } from "./people/peopleQueries.ts";
import { releaseQueries, type ReleaseQueries } from "./releases/releaseQueries.ts";
import { reportQueries, type ReportQueries } from "./reports/reportQueries.ts";
import { rotationQueries, type RotationQueries } from "./rotations/rotationQueries.ts";
import { searchQueries, type SearchQueries } from "./search/searchQueries.ts";
import { serviceQueries, type ServiceQueries } from "./services/serviceQueries.ts";
import { timelineQueries, type TimelineQueries } from "./timeline/timelineQueries.ts";

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
