import { countsFrom, overAt } from "@ballast/domain/maintenance";
import type { PublicIncident, ReportStatus } from "@ballast/domain/statusPage";
import { ids } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { MaintenanceRow } from "@ballast/readmodel/maintenance";
import type { StatusPageRow } from "@ballast/readmodel/statusPage";
import type { ApiServer } from "../../graphql/context.ts";
import type { Report } from "./report.ts";

/** What is over is told of for so long, ms: as long as bars reach back. */
const KEPT_MS = 90 * 86_400_000;

/** Announced work on services, as a page tells of it. */
interface Announced {
  /** What it does to components, from when it began. */
  readonly incidents: readonly PublicIncident[];
  readonly reports: readonly Report[];
}

/** Work that readers are told of, of services that the page has components of. What was called off before it began is not there. */
export function announcedOn({ readModel }: Pick<ApiServer, "readModel">, page: StatusPageRow, at: number): Announced {
  const since = new Date(at - KEPT_MS).toISOString();
  const rows = readModel.maintenances.announcedSince(since).filter(
    (row) => Date.parse(row.from) < Date.parse(overAt(row)) && componentsOf(page, row).length > 0,
  );
  return {
    incidents: rows.filter(({ from }) => Date.parse(from) <= at).map((row) => incidentOf(page, row, at)),
    reports: rows.map((row) => reportOf(page, row, at)).toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt)),
  };
}

const componentsOf = ({ components }: StatusPageRow, { serviceIds }: MaintenanceRow) =>
  components.filter(({ serviceId }) => serviceIds.includes(serviceId));

/** It hits all components of its services, whatever incidents call them. */
function incidentOf(page: StatusPageRow, row: Stored<MaintenanceRow>, at: number): PublicIncident {
  const over = overAt(row);
  const from = countsFrom(row);
  const open = Date.parse(over) > at;
  const components = componentsOf(page, row).flatMap(({ component }) => component ?? []);
  return {
    id: row.id, impact: "maintenance", startedAt: from, components, serviceIds: row.serviceIds, open,
    intervals: [{ from, to: open ? null : over, components, impact: "maintenance", share: null }],
    ...(open ? { openUntil: new Date(at).toISOString() } : {}),
  };
}

function reportOf(page: StatusPageRow, row: Stored<MaintenanceRow>, at: number): Report {
  const over = overAt(row);
  const [isOver, hasBegun] = [Date.parse(over) <= at, Date.parse(row.from) <= at];
  const { title, text, at: saidAt, firstAt } = row.announced ?? { title: "", text: "", at: row.from, firstAt: row.from };
  const status: ReportStatus = isOver ? "resolved" : hasBegun ? "identified" : "investigating";
  const moments = [saidAt, ...(hasBegun ? [row.from] : []), ...(isOver ? [over] : [])].map((time) => Date.parse(time));
  return {
    id: row.id, title, impact: "maintenance", status, told: true, open: !isOver, createdAt: firstAt,
    updatedAt: new Date(Math.max(...moments)).toISOString(), startedAt: row.from, monitoringAt: null, resolvedAt: isOver ? over : null,
    nextUpdateDueAt: null, plan: { from: row.from, until: over },
    updates: [{
      id: ids.part(row.id, "announcement"), status, word: "Scheduled", body: text, at: saidAt,
      corrected: saidAt === firstAt ? null : saidAt,
    }],
    componentIds: componentsOf(page, row).map(({ componentId }) => componentId), corrections: [],
  };
}
