import {
  findingsIn, latestOrder, Rejection, repairOf, type RotationCommand, rotationDecider, sameContent, versionsOf,
} from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import { plainLayer, type RotationLayer } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  flagField, idField, instantField, lineField, listOf, optional, otherwise, partIdField, reasonField, textField, type InputFields,
  type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { layerOf } from "./layerOf.ts";
import {
  dateField, endsAtField, findingKindField, handOverField, hoursField, layerField, partOfTime, repairHowField, rotationField, takerField,
  turnLengthField, turnsField, zoneField,
} from "./rotationInputs.ts";
import { shiftWindow } from "./shiftWindow.ts";
import { dateIn } from "./timeOfDay.ts";

const createRotation = defineMutation({
  name: "createRotation",
  description: "Creates a rotation: who takes turns, in which zone, and when the shift changes.",
  permission: "rotation.write",
  record: "Rotation",
  input: {
    name: lineField("Its name; no two have the same."), timeZone: zoneField, handOver: handOverField, people: turnsField,
    startsOn: optional(dateField), effectiveFrom: optional(instantField("From when it holds; now unless told.")),
    turnLength: otherwise(turnLengthField, 1), hours: otherwise(hoursField, []), endsAt: optional(endsAtField),
  },
  touches: () => null,
  async act(run, { name, expectedRevision: _, idempotencyKey: __, ...given }, { log }) {
    await refuseStrangers(log, given.people, ["people"]);
    const rotationId = ids.rotation(name);
    const layer = layerOf({ ...plainLayer, ...given }, { layerId: rotationId, now: run.now });
    await run.handle({
      aggregate: rotationDecider, id: rotationId, guarded: true, command: { type: "CreateRotation", now: run.now, rotationId, name, layer },
    });
    return { id: rotationId };
  },
});

type Around = Pick<ApiContext, "log" | "readModel">;

interface RotationChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (
    input: InputOf<Fields> & { rotationId: string }, run: Run, around: Around
  ) => Promise<RotationCommand> | RotationCommand;
}

const changeOf = <const Fields extends InputFields>(name: string, { description, input, command }: RotationChange<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "rotation.write",
    record: "Rotation",
    input: { rotationId: rotationField, ...input },
    touches: () => null,
    async act(run, given, context) {
      const rotationId = given.rotationId as string;
      const decided = await command(given as InputOf<Fields> & { rotationId: string }, run, context);
      await run.handle({ aggregate: rotationDecider, id: rotationId, guarded: true, command: decided });
      return { id: rotationId };
    },
  });

/** A rotation as the log has it. @throws Rejection NOT_FOUND */
async function rotationIn(log: Log, rotationId: string) {
  const rotation = await foldRecord(log, rotationDecider, rotationId);
  if (rotation.status === "absent") throw new Rejection("NOT_FOUND", `there is no rotation ${rotationId}`, ["rotationId"]);
  return rotation;
}

const changes = [
  changeOf("changeRotation", {
    description:
      "Changes people, zone, hours or hand-over of a layer from a moment on; the past stays what it was. What is left out stays. Where people alone are given, the pager stays with who has it until the next hand-over; who is removed while on call hands over at once, and nothing planned brings them back.",
    input: {
      layerId: optional(partIdField("The layer; the first one unless told.")),
      timeZone: optional(zoneField),
      handOver: optional(handOverField),
      turnLength: optional(turnLengthField),
      hours: optional(hoursField),
      people: optional(turnsField),
      startsOn: optional(dateField),
      effectiveFrom: optional(instantField("From when it holds; now unless told.")),
      endsAt: optional(endsAtField),
      endless: otherwise(flagField("Takes its end away."), false),
      takers: otherwise(listOf(takerField, 200), []),
    },
    async command({ rotationId, layerId, people, startsOn, effectiveFrom, takers, ...given }, { now }, { log }) {
      const rotation = await rotationIn(log, rotationId);
      const id = layerId ?? rotationId;
      const versions = versionsOf(rotation.layers, id);
      const last = versions.at(-1);
      if (last === undefined) throw new Rejection("NOT_FOUND", `"${rotation.name}" has no layer ${id}`, ["layerId"]);
      await refuseStrangers(log, [...(people ?? []), ...takers.map(({ takerId }) => takerId)], ["people"]);
      const from = effectiveFrom ?? now;
      const timeZone = given.timeZone ?? last.timeZone;
      const rhythm = {
        timeZone, handOver: given.handOver ?? last.handOver, turnLength: given.turnLength ?? last.turnLength,
        hours: given.hours ?? last.hours, endsAt: given.endless ? null : (given.endsAt ?? last.endsAt),
      };
      const layer: RotationLayer = {
        ...last, ...rhythm, effectiveFrom: from, people: people ?? [...latestOrder(versions, now)],
        startsOn: startsOn ?? dateIn(timeZone, from),
      };
      const onlyPeople = people !== null && startsOn === null && effectiveFrom === null && sameContent({ ...last, ...rhythm }, last);
      return onlyPeople
        ? { type: "ChangePeople", now, rotationId, layerId: id, people, takers }
        : { type: "ChangeRotation", now, rotationId, layer };
    },
  }),
  changeOf("setLayer", {
    description:
      "Adds a layer to a schedule, or says what one is from a moment on; the past stays what it was. Each layer has its own zone, turns and hours: several of them follow the sun.",
    input: { layerId: optional(partIdField("The layer; a new one unless told.")), layer: layerField },
    async command({ rotationId, layerId, layer: given }, { now, commandId }, { log }) {
      await refuseStrangers(log, given.people, ["layer", "people"]);
      const layer = layerOf(given, { layerId: layerId ?? ids.part(commandId, "layer"), now });
      return layerId === null ? { type: "AddLayer", now, rotationId, layer } : { type: "ChangeRotation", now, rotationId, layer };
    },
  }),
  changeOf("endLayer", {
    description: "Ends a layer at a moment: from then on nobody is on call by it, whatever was planned for later. The past stays what it was.",
    input: { layerId: partIdField("The layer."), at: optional(instantField("When; now unless told.")) },
    async command({ rotationId, layerId, at }, { now }, { log }) {
      const rotation = await rotationIn(log, rotationId);
      const ends = at ?? now;
      const held = versionsOf(rotation.layers, layerId).findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= Date.parse(ends));
      if (held === undefined) throw new Rejection("NOT_FOUND", `"${rotation.name}" has no layer ${layerId} at ${ends}`, ["layerId"]);
      return { type: "ChangeRotation", now, rotationId, layer: { ...held, effectiveFrom: ends, endsAt: ends } };
    },
  }),
  changeOf("renameRotation", {
    description: "Gives a rotation another name.",
    input: { name: lineField("Its name.") },
    command: ({ rotationId, name }, { now }) => ({ type: "RenameRotation", now, rotationId, name }),
  }),
  changeOf("addOverride", {
    description:
      "One person stands in for whoever has the turn, or for another stand-in: the one added last counts. What reaches into the past counts from now on.",
    input: {
      personId: idField("Person", "Who stands in."), ...partOfTime, reason: otherwise(textField("Why."), ""),
      insteadOf: optional(idField("Person", "For whom, where several are on call; for everybody unless told.")),
    },
    async command({ rotationId, personId, from, to, reason, insteadOf }, { now, commandId }, { log }) {
      await refuseStrangers(log, [personId], ["personId"]);
      return {
        type: "AddOverride", now, rotationId, override: {
          overrideId: ids.part(commandId, "override"), personId, from, to, reason, insteadOf,
        },
      };
    },
  }),
  changeOf("removeOverride", {
    description: "Takes a stand-in away again.",
    input: { overrideId: partIdField("The override."), reason: reasonField("Why.") },
    command: ({ rotationId, overrideId, reason }, { now }) => ({ type: "RemoveOverride", now, rotationId, overrideId, reason }),
  }),
  changeOf("setFallback", {
    description: "Says who answers where nobody is on call, from now on. What has nobody is shown as a gap all the same.",
    input: { personId: optional(idField("Person", "Who; nobody unless told.")) },
    async command({ rotationId, personId }, { now }, { log }) {
      await refuseStrangers(log, personId === null ? [] : [personId], ["personId"]);
      return { type: "SetFallback", now, rotationId, personId };
    },
  }),
  changeOf("setScheduleOwner", {
    description: "Says who is told of a schedule's gaps before they happen: two weeks ahead, on the day, and when they are closed.",
    input: { personId: optional(idField("Person", "Who; whoever takes turns unless told.")) },
    async command({ rotationId, personId }, { now }, { log }) {
      await refuseStrangers(log, personId === null ? [] : [personId], ["personId"]);
      return { type: "SetOwner", now, rotationId, personId };
    },
  }),
  changeOf("keepFinding", {
    description: "Decides that gaps or overlaps between two moments stay as they are, and why.",
    input: { kind: findingKindField, ...partOfTime, reason: reasonField("Why.") },
    command: ({ rotationId, kind, from, to, reason }, { now }) => ({ type: "KeepFinding", now, rotationId, kind, from, to, reason }),
  }),
  changeOf("repairSchedule", {
    description:
      "Puts the gaps or overlaps that lie between two moments right: in each, one person stands in, who was on call before or who is afterwards.",
    input: { kind: findingKindField, ...partOfTime, how: repairHowField, reason: otherwise(textField("Why."), "") },
    async command({ rotationId, kind, from, to, how, reason }, run, { log, readModel }) {
      const { now, commandId } = run;
      shiftWindow({ from, to });
      // Pressed twice: what was wrong is right already, and the first press is answered.
      if (await run.earlier(rotationDecider, rotationId)) return { type: "AddOverrides", now, rotationId, overrides: [] };
      const rotation = await rotationIn(log, rotationId);
      const schedule = { ...rotation, left: readModel.people.left() };
      const window = { from: Date.parse(from), to: Date.parse(to) };
      const found = findingsIn(schedule, window, { kept: [], timeZone: "UTC" }).filter((finding) => finding.kind === kind);
      const repairs = found.flatMap((finding) => repairOf(schedule, finding, how) ?? []);
      if (repairs.length === 0) throw new Rejection(
        "INVALID_INPUT", "there is nothing to put right in that time, or nobody to do it", ["from"],
      );
      const overrides = repairs.map((repair, index) => ({
        ...repair, overrideId: ids.part(commandId, `override ${String(index)}`), reason, insteadOf: null,
      }));
      return { type: "AddOverrides", now, rotationId, overrides };
    },
  }),
];

export const rotationMutations: readonly Mutation[] = [createRotation, ...changes];
