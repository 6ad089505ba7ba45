import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import type { RecordedRelease, ReleaseCommand } from "./release.ts";

/** One thing in which a release that is to be recorded differs from the one that is. */
export interface Difference {
  /** The field of the input. */
  readonly field: string;
  readonly text: string;
}

type Given = Omit<Extract<ReleaseCommand, { type: "SealRelease" }>, "type" | "now" | "chunkCount">;

/**
 * What differs, commits first. Times count as instants. The place in a source file is no content: it shifts when
 * older releases are added above.
 */
export function differences(given: Given, recorded: RecordedRelease): readonly Difference[] {
  const metadata = (["serviceId", "version", "sha", "artifact", "rollbackSafe", "rollbackUnsafeReason", "notes"] as const)
    .filter((field) => !sameContent(given[field], recorded[field]))
    .map((field) => difference(field, recorded[field], given[field]));
  // Who knows a part only contradicts nobody with what is missing there.
  return [...(given.partial === true ? [] : commitDifference(given, recorded)), ...releasedAtDifference(given, recorded), ...metadata];
}

function commitDifference(given: Given, recorded: RecordedRelease): readonly Difference[] {
  if (given.commitsHash === recorded.commitsHash && given.commitCount === recorded.commitCount) return [];
  const text =
    given.commitCount === recorded.commitCount
      ? `commits (${recorded.commitCount} are recorded; as many are given, but not the same)`
      : `commits (${recorded.commitCount} are recorded, ${given.commitCount} are given)`;
  return [{ field: "commits", text }];
}

function releasedAtDifference(given: Given, recorded: RecordedRelease): readonly Difference[] {
  if (given.releasedAt === null || instantOf(given.releasedAt) === instantOf(recorded.releasedAt)) return [];
  return [difference("releasedAt", recorded.releasedAt, given.releasedAt)];
}

const difference = (field: string, recorded: unknown, given: unknown): Difference => ({
  field,
  text: `${field} (recorded: ${shown(recorded)}, given: ${shown(given)})`,
});

/** Short enough for a message: notes may have pages. */
function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}…` : json;
}
