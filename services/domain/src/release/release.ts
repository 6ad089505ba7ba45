import type { Artifact, Commit, DataOf, ReleaseEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";

/** What a sealed release says of itself, commits aside. */
export type ReleaseCard = DataOf<"ReleaseRecorded">;

interface ListingRelease {
  /** Commits are listed, the seal is missing: invisible to everybody. */
  readonly status: "listing";
  readonly chunks: Chunks;
}

export interface RecordedRelease extends ReleaseCard {
  readonly status: "recorded";
  readonly chunks: Chunks;
  /** Of a release known in part: its chunks as they will be once `ReleaseCompleted` seals them. */
  readonly completing?: Chunks;
}

/** Commits by chunk. A chunk listed again replaces the one before: an interrupted import may meet a changed source. */
export type Chunks = ReadonlyMap<number, readonly Commit[]>;

export type Release = { readonly status: "absent" } | ListingRelease | RecordedRelease;

/** A release as its source describes it. */
type Described = Omit<ReleaseCard, "releasedAt" | "commitCount"> & {
  /** Null where the source does not say: then `now`, and a repetition is no difference. */
  readonly releasedAt: string | null;
};

export type ReleaseCommand =
  /** All at once; `commitsHash` is the caller's `HashOfCommits`. Larger ones go by `commandsToRecord`. */
  | ({ readonly type: "RecordRelease"; readonly now: string; readonly commits: readonly Commit[] } & Described)
  /** One chunk of a release that is too large for one append. */
  | ({
      readonly type: "ListCommits";
      readonly now: string;
      readonly version: string;
      readonly partial?: boolean | undefined;
    } & DataOf<"ReleaseCommitsListed">)
  /** Ends the listing: `chunkCount` chunks with `commitCount` commits. Left-over chunks of an older try are emptied. */
  | ({ readonly type: "SealRelease"; readonly now: string; readonly chunkCount: number; readonly commitCount: number } & Described);

export const absentRelease: Release = { status: "absent" };

/** Folds one fact; what follows the seal of a whole release changes nothing. */
export function evolveRelease(release: Release, event: ReleaseEvent): Release {
  if (release.status === "recorded") return release.partial === true ? evolvePartial(release, event) : release;
  switch (event.type) {
    case "ReleaseCommitsListed":
      return { status: "listing", chunks: withChunk(release, event.data) };
    case "ReleaseRecorded":
      return { status: "recorded", ...event.data, chunks: chunksListed(release) };
    case "ReleaseCompleted":
      return release;
  }
}

function evolvePartial(release: RecordedRelease, event: ReleaseEvent): RecordedRelease {
  switch (event.type) {
    case "ReleaseCommitsListed":
      return { ...release, completing: withChunk(release, event.data) };
    case "ReleaseCompleted": {
      const { completing: _, ...whole } = release;
      const { commitCount, commitsHash } = event.data;
      return { ...whole, commitCount, commitsHash, partial: false, chunks: chunksListed(release) };
    }
    case "ReleaseRecorded":
      return release;
  }
}

const withChunk = (release: Release, { chunk, commits }: DataOf<"ReleaseCommitsListed">): Chunks =>
  new Map([...chunksListed(release), [chunk, commits]]);

/** The chunks as they stand for the next seal. */
export function chunksListed(release: Release): Chunks {
  if (release.status === "absent") return new Map();
  return release.status === "recorded" ? (release.completing ?? release.chunks) : release.chunks;
}

/** All commits of a release in the order of its source: those sealed, or those listed so far. */
export const commitsOf = (release: Release): readonly Commit[] =>
  [...(release.status === "absent" ? [] : release.chunks)].toSorted(([one], [other]) => one - other).flatMap(([, commits]) => commits);

/** The sealed release, or a refusal: NOT_FOUND. `version` is what the client called it. */
export function recordedRelease(release: Release, version: string): RecordedRelease {
  if (release.status === "recorded") return release;
  const why = release.status === "listing" ? "its commits are listed, but its recording was never completed" : "it was never recorded";
  throw new Rejection("NOT_FOUND", `there is no release ${version}: ${why}`, ["version"]);
}

/** What the target starts, or a refusal: NO_ARTIFACT. */
export function artifactOf(release: RecordedRelease): Artifact {
  if (release.artifact !== null) return release.artifact;
  throw new Rejection("NO_ARTIFACT", `release ${release.version} has no artifact: there is nothing to start`, ["version"]);
}
