export { CHUNK_BYTES, canonicalCommits, chunkBytes, chunksOf, type HashOfCommits } from "./commits.ts";
export { artifactOf, commitsOf, recordedRelease } from "./release.ts";
export type { RecordedRelease, Release, ReleaseCard, ReleaseCommand } from "./release.ts";
export { commandsToRecord, releaseDecider } from "./releaseDecider.ts";
export { unrevertedCommits, type ContainedFaults, type FaultyCommit, type Unreverted } from "./unrevertedCommits.ts";
