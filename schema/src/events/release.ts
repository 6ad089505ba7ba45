import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, text, uuid } from "../scalars.ts";

/** A commit as first shipped in a release. `reverts` may hold prefixes of 8 characters or more. */
export const commit = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  authorAt: instant,
  committedAt: instant.optional(),
  author: z.string().max(300),
  subject: z.string().max(2_000),
  merge: z.boolean(),
  reverts: z.array(z.string()),
  /**
   * What else its message says it takes back: further commits (ids or prefixes) and pull requests (`#12`, `owner/repo#12`). Definition D6
   * does not count these.
   */
  alsoReverts: z.array(z.string().max(200)).optional(),
});
export type Commit = z.infer<typeof commit>;

/** What the fleet starts: a process. `{sample}` among the args is the sample service that ships with Ballast. */
export const artifact = z.object({
  command: z.string().min(1),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});
export type Artifact = z.infer<typeof artifact>;

export const releaseEvents = {
  /** At most 256 KiB of commits; invisible until `ReleaseRecorded` seals the release. */
  ReleaseCommitsListed: defineEvent({
    type: "ReleaseCommitsListed",
    schema: z.object({ releaseId: uuid, chunk: z.int().min(0), commits: z.array(commit) }),
    // Version 2: a commit may say what else it takes back. Nobody asked the older ones, so nothing is added to them.
    upcasts: [(data) => data],
  }),
  /** Seals the release: the count and hash cover all listed chunks. */
  ReleaseRecorded: defineEvent({
    type: "ReleaseRecorded",
    schema: z.object({
      releaseId: uuid,
      serviceId: uuid,
      version: line,
      releasedAt: instant,
      sha: z.string().nullable(),
      artifact: artifact.nullable(),
      commitCount: z.int().min(0),
      commitsHash: z.string(),
      rollbackSafe: z.boolean(),
      rollbackUnsafeReason: reason.nullable(),
      notes: text,
      /** Where it stood in its source file, for ties of `releasedAt`. */
      order: z.int().min(0),
      /** Its source was cut off (a shallow clone): commits may be missing until `ReleaseCompleted`. */
      partial: z.boolean().optional(),
    }),
    // Version 2: a release may be known in part only. What was recorded before counts as whole.
    upcasts: [(data) => data],
  }),
  /** A release known in part has all its commits now; the chunks listed since then replace those of before. */
  ReleaseCompleted: defineEvent({
    type: "ReleaseCompleted", schema: z.object({ releaseId: uuid, commitCount: z.int().min(0), commitsHash: z.string() }),
  }),
};
export type ReleaseEvent = EventsOf<typeof releaseEvents>;
