import { Rejection, rotationDecider } from "@ballast/domain";
import { escalationDecider } from "@ballast/domain/escalation";
import { idOf, ids } from "@ballast/eventlog";
import type { EscalationRecord, EscalationTarget, OnCallRecord, ScheduleRecord } from "@ballast/schema";
import type { Reading, RecordCommands } from "./recordStep.ts";

/** Lines of one run are carried out in their order: policies come after the schedules that they call. */
const inOrder = "on-call";

/** What another product says of a schedule or of a policy of escalation, as the commands that bring it here. */
export const onCallCommands = (reading: Reading, record: OnCallRecord): RecordCommands =>
  record.what === "schedule" ? scheduleCommands(reading, record) : escalationCommands(reading, record);

/** @throws Rejection NOT_FOUND where nobody here has that mail address */
function personOf({ named }: Reading, mail: string): string {
  const found = named.person(mail);
  if (found !== null) return found;
  throw new Rejection("NOT_FOUND", `nobody here has the mail address ${mail}: let them in, or import with --register`, ["people"]);
}

/** @throws Rejection ALREADY_EXISTS where something else has that name */
function refuseTaken(
  { named }: Reading, kind: "rotation" | "escalation", { id, name }: { readonly id: string; readonly name: string },
): void {
  const other = named.called(kind, name);
  if (other === null || other === id) return;
  const words = kind === "rotation" ? "a schedule" : "an escalation policy";
  throw new Rejection("ALREADY_EXISTS", `there is ${words} "${name}" here that did not come from there: rename one of them`, ["name"]);
}

function scheduleCommands(reading: Reading, record: ScheduleRecord): RecordCommands {
  const { start: { kind }, now } = reading;
  const { sourceId, name } = record;
  const rotationId = idOf(rotationDecider, sourceId, kind);
  const command = () => {
    refuseTaken(reading, "rotation", { id: rotationId, name });
    return {
      type: "ImportRotation" as const, now, rotationId, source: kind, sourceId, name,
      layers: record.layers.map(({ sourceId: there, people, ...layer }) => ({
        sourceId: there,
        layer: { ...layer, layerId: ids.part(rotationId, "layer", there), people: people.map((mail) => personOf(reading, mail)) },
      })),
      overrides: record.overrides.map(({ sourceId: there, person, insteadOf, ...override }) => {
        const people = { personId: personOf(reading, person), insteadOf: insteadOf === null ? null : personOf(reading, insteadOf) };
        // What stands in for somebody else, or at another time, is another stand-in.
        const what = JSON.stringify([there, override.from, override.to, people.personId, people.insteadOf]);
        return { ...override, ...people, overrideId: ids.part(rotationId, "override", what) };
      }),
    };
  };
  return {
    key: inOrder,
    steps: async (act) => [
      await act(
        { aggregate: rotationDecider, id: rotationId, command: command(), occurredAt: () => now, source: () => ({ kind, id: sourceId }) },
      ),
    ],
  };
}

async function targetOf(
  reading: Reading, target: EscalationRecord["steps"][number]["targets"][number],
): Promise<EscalationTarget> {
  if ("person" in target) return { kind: "person", personId: personOf(reading, target.person) };
  const rotationId = idOf(rotationDecider, target.schedule, reading.start.kind);
  if (await reading.named.isRotation(rotationId)) return { kind: "schedule", rotationId, who: target.who };
  throw new Rejection("NOT_FOUND", `the schedule ${target.schedule} that it calls did not come here`, ["steps"]);
}

function escalationCommands(reading: Reading, record: EscalationRecord): RecordCommands {
  const { start: { kind }, now } = reading;
  const { sourceId, name, description, rounds } = record;
  const escalationId = idOf(escalationDecider, sourceId, kind);
  return {
    key: inOrder,
    async steps(act) {
      refuseTaken(reading, "escalation", { id: escalationId, name });
      const steps = [];
      for (const { targets, minutes } of record.steps) {
        const called = [];
        for (const target of targets) called.push(await targetOf(reading, target));
        steps.push({ targets: called, minutes });
      }
      const command = {
        type: "ImportEscalation" as const, now, escalationId, source: kind, sourceId, name, description, rounds, steps, lastly: [],
      };
      return [
        await act(
          { aggregate: escalationDecider, id: escalationId, command, occurredAt: () => now, source: () => ({ kind, id: sourceId }) },
        ),
      ];
    },
  };
}
