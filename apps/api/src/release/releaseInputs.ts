import { artifact, commit } from "@ballast/schema";
import { z } from "zod";
import { field, flagField, instantField, jsonField, listOf, objectField, optional, otherwise } from "../commands/inputFields.ts";

const plainCommit = z
  .looseObject({ committedAt: z.string().nullable() })
  .transform(({ committedAt, ...given }) => (committedAt === null ? given : { ...given, committedAt }))
  .pipe(commit);

/** A commit as first shipped in this release. */
export const commitField = objectField(
  "CommitInput",
  {
    sha: field(() => String, z.string(), "Its full id."),
    subject: field(() => String, z.string(), "First line of its message."),
    author: field(() => String, z.string(), "Who wrote it."),
    authorAt: instantField("When it was written: lead times count from here."),
    committedAt: optional(instantField("When it was committed.")),
    merge: otherwise(flagField("Whether it is a merge; merges have no lead time."), false),
    reverts: otherwise(listOf(field(() => String, z.string(), "Id of a commit that it reverts.")), []),
  },
  { description: "A commit as first shipped in a release.", schema: plainCommit },
);

/** What the fleet starts. */
export const artifactField = objectField(
  "ArtifactInput",
  {
    command: field(() => String, z.string().min(1), "The program."),
    args: otherwise(listOf(field(() => String, z.string(), "An argument.")), []),
    env: otherwise(jsonField(z.record(z.string(), z.string()), "Environment variables: an object of texts."), {}),
  },
  { description: "What the fleet starts: a process.", schema: artifact },
);
