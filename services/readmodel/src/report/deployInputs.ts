import type { ExposedDeploy } from "@ballast/domain";
import type { Queries, RowOf } from "../engine/registry.ts";

type Deploy = RowOf<"deploy">;
type Line = ReturnType<Queries["releases"]["line"]>;

/** What else is known of the deploys. */
interface Beside {
  readonly line: Line;
  readonly incidentsOf: (deployId: string) => ExposedDeploy["incidents"];
}

type Brought = ReturnType<Line["broughtBy"]>;

/** The deploys that reached somebody, of all of a service's, oldest first, each with what is `told` of the releases that it brought. */
export function deployInputs<T extends object>(
  rows: readonly Deploy[], { line, incidentsOf }: Beside, told: (brought: Brought) => T,
): readonly (ExposedDeploy & T)[] {
  const exposed = rows.filter(({ exposedAt }) => exposedAt !== null);
  return exposed.map((row) => ({
    id: row.id,
    kind: row.kind === "rollback" ? "rollback" : "deploy",
    lane: row.laneId,
    version: row.version,
    exposedAt: row.exposedAt ?? row.requestedAt,
    liveAt: row.liveAt,
    rolledBackAt: row.rolledBackAt ?? undoneAt(row, rows),
    incidents: incidentsOf(row.id),
    ...told(line.broughtBy(line.of(row), releaseBefore(row, exposed, line))),
  }));
}

/** When a later rollback of the lane took this release away: only the release's last deploy before it was undone. */
function undoneAt(row: Deploy, all: readonly Deploy[]): string | null {
  const later = all.filter(({ laneId, requestedAt }) => laneId === row.laneId && requestedAt > row.requestedAt);
  const next = later.find(
    ({ kind, releaseId, fromReleaseId }) => releaseId === row.releaseId || (kind === "rollback" && fromReleaseId === row.releaseId),
  );
  return next?.kind === "rollback" && next.releaseId !== row.releaseId ? (next.liveAt ?? next.endedAt) : null;
}

/** What served everyone in the lane before this deploy. */
function releaseBefore(row: Deploy, all: readonly Deploy[], line: Line): ReturnType<Line["of"]> {
  if (row.fromReleaseId !== null) return line.of({ releaseId: row.fromReleaseId, version: "" });
  const before = all.findLast(
    ({ laneId, liveAt, rolledBackAt, requestedAt }) =>
      laneId === row.laneId && liveAt !== null && rolledBackAt === null && requestedAt < row.requestedAt,
  );
  return before === undefined ? undefined : line.of(before);
}
