import { Rejection, releaseDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, flagField, instantField, listOf, noteField, optional, otherwise, reasonField } from "../commands/inputFields.ts";
import { registered, serviceField, versionField } from "../commands/named.ts";
import { artifactField, commitField } from "./releaseInputs.ts";
import { recordingOf } from "../commits/recording.ts";
import { z } from "zod";

const recordRelease = defineMutation({
  name: "recordRelease",
  description: "Records a release: an immutable version of a service. Recorded again with the same contents, nothing happens.",
  permission: "release.record",
  record: "Release",
  input: {
    service: serviceField(),
    version: versionField("Its version: with the service, its name for ever."),
    releasedAt: optional(instantField("When it was released; now unless told.")),
    sha: optional(field(() => String, z.string().max(64), "The commit it was built from.")),
    artifact: optional(artifactField),
    commits: otherwise(listOf(commitField, 50_000), []),
    rollbackSafe: otherwise(flagField("False when going back from it would break something."), true),
    rollbackUnsafeReason: optional(reasonField("What going back from it would break.")),
    notes: noteField("What it brings."),
  },
  touches: ({ service }) => [service.serviceId],
  async act(run, { service: name, idempotencyKey: _, expectedRevision: __, ...given }, { log }) {
    const { serviceId } = await registered(log, name);
    if (!given.rollbackSafe && given.rollbackUnsafeReason === null) {
      throw new Rejection("INVALID_INPUT", `say what going back from ${given.version} would break`, ["rollbackUnsafeReason"]);
    }
    const releaseId = ids.release(serviceId, given.version);
    const commands = recordingOf({ now: run.now, releaseId, serviceId, order: 0, ...given });
    for (const [index, command] of commands.entries()) {
      const commandId = index === commands.length - 1 ? run.commandId : ids.part(run.commandId, "commits", index);
      await run.handle({ aggregate: releaseDecider, id: releaseId, command, commandId, guarded: index === 0 });
    }
    return { id: releaseId };
  },
});

export const releaseMutations: readonly Mutation[] = [recordRelease];
