import type { Tone } from "../marks/tone.ts";
import type { OpenIncident } from "../turning/turningDocuments.ts";
import type { TargetingRecord } from "./flagDocuments.ts";

/** Something that happened to a flag, or around it. */
export interface Before {
  readonly key: string;
  readonly at: string;
  readonly words: string;
  readonly tone: Tone;
}

/** So many lines fit under the kill. */
const MOST = 5;

const tones: ReadonlyMap<string, Tone> = new Map([["KillEngaged", "bad"], ["KillsReleased", "good"]]);

/** What happened last, the incident's beginning in its place among what was done to the flag; newest first. */
export function justBefore(
  steps: readonly Pick<TargetingRecord["steps"][number], "revision" | "event">[],
  incident: Pick<OpenIncident, "id" | "reference" | "declaredAt" | "startedAt"> | null,
): readonly Before[] {
  const done = steps.map(({ revision, event }): Before => ({
    key: String(revision), at: event.occurredAt, words: event.sentence, tone: tones.get(event.type) ?? "planned",
  }));
  const began: readonly Before[] =
    incident === null
      ? []
      : [{ key: incident.id, at: incident.startedAt ?? incident.declaredAt, words: `${incident.reference} began`, tone: "bad" }];
  return [...began, ...done].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)).slice(0, MOST);
}
