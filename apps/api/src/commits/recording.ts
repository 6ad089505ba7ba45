import { createHash } from "node:crypto";
import { canonicalCommits, commandsToRecord, type ReleaseCommand } from "@ballast/domain";
import type { Commit } from "@ballast/schema";

/** Digest of a release's commits: equal lists, equal digest, whatever their order. */
export const hashOfCommits = (commits: readonly Commit[]): string => createHash("sha256").update(canonicalCommits(commits)).digest("hex");

type Record = Omit<Extract<ReleaseCommand, { type: "RecordRelease" }>, "type" | "commitsHash">;

/** The commands that record a release: one, or several where its commits do not fit one append. */
export const recordingOf = (release: Record): readonly ReleaseCommand[] =>
  commandsToRecord({ type: "RecordRelease", commitsHash: hashOfCommits(release.commits), ...release });
