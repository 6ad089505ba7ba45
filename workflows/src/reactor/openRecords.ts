import type { RecordedEvent } from "@ballast/eventlog";
import type { EventType } from "@ballast/schema";

/** What tells that a record is open, or that it is over. */
export const opening: readonly EventType[] = [
  "DeployRequested", "LaneLocked", "LaneUnlocked", "DeploySucceeded", "DeployRolledBack", "DeployAborted", "DeployCancelled", "DeployFailed", "RollbackFailed", "RollbackCompleted", "EffectMeasured",
  "IncidentDeclared", "IncidentReopened", "IncidentStateChanged", "IncidentMerged", "PageRequested", "PageAcknowledged", "PageStopped",
];

/** After so long nobody waits for the numbers of a rollback any more, ms: its target has forgotten them. */
const measuredWithinMs = 3_600_000;

/**
 * The records for which something ought to be running, followed in the log. It names candidates: whether one is really
 * open says its own stream, and who finds that it is not takes it out.
 */
export class OpenRecords {
  readonly #deploys = new Set<string>();
  /** Lane → who has it. */
  readonly #locks = new Map<string, string>();
  /** What went back and was not measured yet, and since when, ms. */
  readonly #unmeasured = new Map<string, number>();
  readonly #incidents = new Set<string>();
  readonly #pages = new Set<string>();

  note({ event, id, metadata }: RecordedEvent): void {
    // What was imported, or told as the demonstration's past, nobody carries.
    if (metadata.source !== undefined) return;
    switch (event.type) {
      case "DeployRequested":
        return void this.#deploys.add(id);
      case "LaneLocked":
        return void this.#locks.set(id, event.data.deployId);
      case "LaneUnlocked":
        return void (this.#locks.get(id) === event.data.deployId && this.#locks.delete(id));
      case "DeployRolledBack": case "RollbackFailed": case "RollbackCompleted":
        this.#unmeasured.set(id, Date.parse(metadata.recordedAt));
        return void this.#deploys.delete(id);
      case "DeploySucceeded": case "DeployAborted": case "DeployCancelled": case "DeployFailed":
        return void this.#deploys.delete(id);
      case "EffectMeasured":
        return void this.#unmeasured.delete(id);
      case "IncidentDeclared": case "IncidentReopened": case "IncidentStateChanged": case "IncidentMerged":
        return void this.#incidents.add(id);
      case "PageRequested":
        return void this.#pages.add(id);
      case "PageAcknowledged": case "PageStopped":
        return void this.#pages.delete(id);
      default:
        return undefined;
    }
  }

  deploys(now: number): readonly string[] {
    for (const [id, since] of this.#unmeasured) if (now - since > measuredWithinMs) this.#unmeasured.delete(id);
    return [...new Set([...this.#deploys, ...this.#locks.values(), ...this.#unmeasured.keys()])];
  }

  get incidents(): readonly string[] {
    return [...this.#incidents];
  }

  get pages(): readonly string[] {
    return [...this.#pages];
  }

  /** Nothing is left to do for this incident; something new about it brings it back. */
  incidentIsOver(id: string): void {
    this.#incidents.delete(id);
  }

  /** A deploy or a page that is over by its own record, or never was one. */
  isOver(id: string): void {
    this.#deploys.delete(id);
    this.#unmeasured.delete(id);
    this.#pages.delete(id);
  }
}
