/** A release, as people and records name it. */
export interface NamedRelease {
  readonly releaseId: string;
  readonly version: string;
}
