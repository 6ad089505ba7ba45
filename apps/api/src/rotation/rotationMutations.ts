import { latestOrder, Rejection, type RotationCommand, rotationDecider, sameContent } from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  idField, instantField, lineField, listOf, optional, otherwise, partIdField, reasonField, textField, type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import { dateField, handOverField, rotationField, takerField, turnsField, zoneField } from "./rotationInputs.ts";
import { dateIn } from "./timeOfDay.ts";

const createRotation = defineMutation({
  name: "createRotation",
  description: "Creates a rotation: who takes turns, in which zone, and when the shift changes.",
  permission: "rotation.write",
  record: "Rotation",
  input: {
    name: lineField("Its name; no two have the same."), timeZone: zoneField, handOver: handOverField, people: turnsField,
    startsOn: optional(dateField), effectiveFrom: optional(instantField("From when it holds; now unless told.")),
  },
  touches: () => null,
  async act(run, { name, timeZone, handOver, people, startsOn, effectiveFrom }, { log }) {
    await refuseStrangers(log, people, ["people"]);
    const rotationId = ids.rotation(name);
    const from = effectiveFrom ?? run.now;
    const layer = { effectiveFrom: from, timeZone, handOver, people, startsOn: startsOn ?? dateIn(timeZone, from) };
    await run.handle({
      aggregate: rotationDecider, id: rotationId, guarded: true, command: { type: "CreateRotation", now: run.now, rotationId, name, layer },
    });
    return { id: rotationId };
  },
});

interface RotationChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (input: InputOf<Fields> & { rotationId: string }, run: Run, log: Log) => Promise<RotationCommand> | RotationCommand;
}

const changeOf = <const Fields extends InputFields>(name: string, { description, input, command }: RotationChange<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "rotation.write",
    record: "Rotation",
    input: { rotationId: rotationField, ...input },
    touches: () => null,
    async act(run, given, { log }) {
      const rotationId = given.rotationId as string;
      const decided = await command(given as InputOf<Fields> & { rotationId: string }, run, log);
      await run.handle({ aggregate: rotationDecider, id: rotationId, guarded: true, command: decided });
      return { id: rotationId };
    },
  });

const changes = [
  changeOf("changeRotation", {
    description:
      "Changes people, zone or hand-over from a moment on; the past stays what it was. What is left out stays. Where people alone are given, the pager stays with who has it until the next hand-over; who is removed while on call hands over at once, and nothing planned brings them back.",
    input: {
      timeZone: optional(zoneField),
      handOver: optional(handOverField),
      people: optional(turnsField),
      startsOn: optional(dateField),
      effectiveFrom: optional(instantField("From when it holds; now unless told.")),
      takers: otherwise(listOf(takerField, 200), []),
    },
    async command({ rotationId, timeZone, handOver, people, startsOn, effectiveFrom, takers }, { now }, log) {
      const rotation = await foldRecord(log, rotationDecider, rotationId);
      const last = rotation.status === "created" ? rotation.layers.at(-1) : undefined;
      if (rotation.status === "absent" || last === undefined)
        throw new Rejection("NOT_FOUND", `there is no rotation ${rotationId}`, ["rotationId"]);
      await refuseStrangers(log, [...(people ?? []), ...takers.map(({ takerId }) => takerId)], ["people"]);
      const from = effectiveFrom ?? now;
      const zone = timeZone ?? last.timeZone;
      const layer = {
        effectiveFrom: from, timeZone: zone, handOver: handOver ?? last.handOver, people: people ?? [...latestOrder(rotation.layers, now)],
        startsOn: startsOn ?? dateIn(zone, from),
      };
      const onlyPeople =
        people !== null
        && startsOn === null
        && effectiveFrom === null
        && zone === last.timeZone
        && sameContent(layer.handOver, last.handOver);
      return onlyPeople ? { type: "ChangePeople", now, rotationId, people, takers } : { type: "ChangeRotation", now, rotationId, layer };
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
      personId: idField("Person", "Who stands in."), from: instantField("From when."), to: instantField("Until when."),
      reason: otherwise(textField("Why."), ""),
    },
    async command({ rotationId, personId, from, to, reason }, { now, commandId }, log) {
      await refuseStrangers(log, [personId], ["personId"]);
      return {
        type: "AddOverride", now, rotationId, override: { overrideId: ids.part(commandId, "override"), personId, from, to, reason },
      };
    },
  }),
  changeOf("removeOverride", {
    description: "Takes a stand-in away again.",
    input: { overrideId: partIdField("The override."), reason: reasonField("Why.") },
    command: ({ rotationId, overrideId, reason }, { now }) => ({ type: "RemoveOverride", now, rotationId, overrideId, reason }),
  }),
];

export const rotationMutations: readonly Mutation[] = [createRotation, ...changes];
