import { countsInFigures, downtimeOf, incidentDecider, isActive, valuesOf, type DowntimeIncident } from "@ballast/domain";
import { foldEvents, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";

/** What happened to no incident for so long is no news, ms: four weeks. */
export const LATELY_MS = 28 * 24 * 60 * 60_000;

/** An incident of late, by its own record. */
interface SeenIncident {
  readonly serviceIds: readonly string[];
  /** As figures count it, at a moment. */
  readonly at: (now: string) => DowntimeIncident;
}

/**
 * Incidents to which something happened lately, for whoever follows the log and has no read model: each is read when it is asked for, and
 * again after something happened to it. Private ones, drills and what was none of its own are not among them: what is found of these would
 * stand where anybody reads it.
 */
export class SeenIncidents {
  /** When something happened to each last, ms; by id. */
  readonly #heardOf = new Map<string, number>();
  /** Null: it counts in no figure. */
  readonly #read = new Map<string, SeenIncident | null>();

  /** Told of everything that happens to incidents. */
  note({ id, metadata }: RecordedEvent): void {
    this.#heardOf.set(id, Date.parse(metadata.recordedAt));
    this.#read.delete(id);
  }

  /** Those of these services, as they stand now. */
  async of(
    services: ReadonlySet<string>,
    { log, now }: { readonly log: Log; readonly now: number },
  ): Promise<ReadonlyMap<string, readonly DowntimeIncident[]>> {
    const found = new Map<string, DowntimeIncident[]>([...services].map((id) => [id, []]));
    for (const [id, heardAt] of this.#heardOf) {
      if (now - heardAt > LATELY_MS) this.#forget(id);
      else {
        const incident = await this.#known(log, id);
        if (incident === null) continue;
        for (const serviceId of incident.serviceIds) found.get(serviceId)?.push(incident.at(new Date(now).toISOString()));
      }
    }
    return found;
  }

  #forget(id: string): void {
    this.#heardOf.delete(id);
    this.#read.delete(id);
  }

  async #known(log: Log, id: string): Promise<SeenIncident | null> {
    const known = this.#read.get(id);
    if (known !== undefined) return known;
    const { events } = await log.read(streamName("incident", id));
    const read = seenOf(id, events);
    this.#read.set(id, read);
    return read;
  }
}

function seenOf(id: string, events: readonly RecordedEvent[]): SeenIncident | null {
  const incident = foldEvents(incidentDecider, events);
  const [first, last] = [events[0], events.at(-1)];
  if (incident.status !== "declared" || first === undefined || last === undefined) return null;
  const { declaration, milestones, publicImpact: impact, components, pauses, intervals } = incident;
  if (declaration.private || !countsInFigures({ state: incident.state, drill: declaration.drill })) return null;
  const open = isActive(incident);
  const times = {
    id, impact, components, pauses, open, hurt: valuesOf(intervals),
    startedAt: milestones.impactStart ?? first.metadata.occurredAt,
    resolvedAt: open ? null : (milestones.resolved ?? last.metadata.occurredAt),
  };
  return { serviceIds: incident.serviceIds, at: (now) => downtimeOf(times, now) };
}
