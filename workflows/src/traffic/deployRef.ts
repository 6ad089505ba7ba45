import type { Actor } from "@ballast/schema";

/** Which deploy, on which lane: what every delivery activity needs. */
export interface DeployRef {
  readonly deployId: string;
  readonly laneId: string;
  readonly serviceId: string;
  readonly service: string;
  readonly environment: string;
  readonly releaseId: string;
  readonly version: string;
  readonly fromReleaseId: string | null;
  readonly fromVersion: string | null;
  readonly correlationId: string;
  readonly requestEventId: string;
  readonly actor: Actor;
  /** Done by a person's own hand, without a workflow: recorded in that person's name. */
  readonly direct?: boolean;
}
