import { segmentDecider } from "@ballast/domain/segment";
import { idOf } from "@ballast/eventlog";
import { segmentMembers, slug } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, jsonField, lineField, noteField, optional, reasonField } from "../commands/inputFields.ts";

const key = field(() => String, slug, "Its key, for ever.");

const defineSegment = defineMutation({
  name: "defineSegment",
  description: "Says who is in a group of customers, or says it anew: every flag that asks for it follows at once.",
  permission: "flag.write",
  record: "Segment",
  input: {
    key,
    name: lineField("Its name."),
    description: noteField("What it is for."),
    members: jsonField(
      segmentMembers,
      "`{included, excluded, rules}`: never the excluded, always the included, and who meets all conditions of one of the rules.",
    ),
    reason: optional(reasonField("Why.")),
  },
  touches: () => null,
  async act(run, { key: called, name, description, members, reason }) {
    const segmentId = idOf(segmentDecider, called);
    const command = { type: "DefineSegment", now: run.now, segmentId, key: called, name, description, members, reason } as const;
    await run.handle({ aggregate: segmentDecider, id: segmentId, guarded: true, command });
    return { id: segmentId };
  },
});

const archiveSegment = defineMutation({
  name: "archiveSegment",
  description: "Ends a group of customers. Refused while a flag asks for it.",
  permission: "flag.write",
  record: "Segment",
  input: { key, reason: reasonField("Why nobody asks for it any more.") },
  touches: () => null,
  async act(run, { key: called, reason }, { readModel }) {
    const segmentId = idOf(segmentDecider, called);
    const neededBy = readModel.targetings.asking(segmentId).flatMap(({ flagId, environment }) => {
      const flag = readModel.flags.get(flagId);
      return flag?.status === "managed" && flag.archived === null ? [`${flag.key} in ${environment}`] : [];
    });
    await run.handle({
      aggregate: segmentDecider, id: segmentId, guarded: true,
      command: { type: "ArchiveSegment", now: run.now, segmentId, reason, neededBy },
    });
    return { id: segmentId };
  },
});

export const segmentMutations: readonly Mutation[] = [defineSegment, archiveSegment];
