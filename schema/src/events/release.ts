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
    }),
  }),
};
export type ReleaseEvent = EventsOf<typeof releaseEvents>;
