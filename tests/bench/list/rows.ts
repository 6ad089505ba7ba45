import { ids, type NewEvent } from "@ballast/eventlog";
import { streamName, type BallastEvent, type Category, type StreamName } from "@ballast/schema";

/** Rows are spread evenly over so many services. */
export const serviceCount = 40;

const start = Date.UTC(2025, 0, 1);
const minuteMs = 60_000;
const actor = { personId: ids.person("bench"), name: "Bench", means: "system" } as const;

/** One release, as both sides hold it. */
export interface ReleaseRow {
  readonly id: string;
  readonly serviceId: string;
  readonly version: string;
  /** ISO. */
  readonly releasedAt: string;
  readonly sha: string;
  readonly notes: string;
  readonly rollbackSafe: boolean;
}

/** A service as both sides hold it. */
export interface ServiceRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export const slugOf = (n: number): string => `service-${String(n % serviceCount)}`;
export const serviceAt = (n: number): ServiceRow => ({
  id: ids.service(slugOf(n)), slug: slugOf(n), name: `Service ${String(n % serviceCount)}`,
});

/** The n-th release: of service n modulo their number, a minute after the one before. */
export function releaseAt(n: number): ReleaseRow {
  const version = `2025.${String(n)}.0`;
  const { id: serviceId } = serviceAt(n);
  return {
    id: ids.release(serviceId, version), serviceId, version, releasedAt: new Date(start + n * minuteMs).toISOString(),
    sha: n.toString(16).padStart(40, "0"), notes: `Payments are retried, and what number ${String(n)} says is kept.`,
    rollbackSafe: n % 7 !== 0,
  };
}

/** What one stream of the bench's log holds. */
export interface Written {
  readonly stream: StreamName;
  readonly events: readonly NewEvent[];
}

/** A stream of one event. */
export function written(category: Category, id: string, facts: BallastEvent | readonly BallastEvent[], at: string): Written {
  const stream = streamName(category, id);
  const metadata = { actor, occurredAt: at, recordedAt: at, commandId: id, $correlationId: id, $causationId: id } as const;
  return { stream, events: [facts].flat().map((event, n) => ({ eventId: ids.event(id, stream, n), event, metadata })) };
}

/** The services' streams. */
export const services = (): readonly Written[] =>
  Array.from({ length: serviceCount }, (_, n) => {
    const { id: serviceId, slug, name } = serviceAt(n);
    return written(
      "service",
      serviceId,
      { type: "ServiceRegistered", data: { serviceId, slug, name, description: "" } },
      releaseAt(0).releasedAt,
    );
  });

/** The stream of the n-th release. */
export function release(n: number): Written {
  const { id: releaseId, serviceId, version, releasedAt, sha, notes, rollbackSafe } = releaseAt(n);
  return written(
    "release",
    releaseId,
    {
      type: "ReleaseRecorded",
      data: {
        releaseId, serviceId, version, releasedAt, sha, artifact: null, commitCount: 0, commitsHash: "", rollbackSafe,
        rollbackUnsafeReason: rollbackSafe ? null : "drops a column", notes, order: n, partial: false,
      },
    },
    releasedAt,
  );
}
