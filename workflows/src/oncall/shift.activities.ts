import { personDecider, rotationDecider, takersFrom, type RotationPlan } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { TellOfShiftInput } from "@ballast/schema/workflows";
import { telling, type Telling } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { tellEach } from "../tellPerson.ts";
import type { ShiftActivities } from "./shiftActivities.ts";

/** The activity of `tellOfShift`. */
export const shiftActivities = (parts: PartsWithFlags): ShiftActivities => ({
  tellOfChange: (input) => telling((told) => tellOfChange(parts, input, told)),
});

const minute = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** One message each, in words that say who has which time; tried again, they are the same messages. */
export async function tellOfChange(parts: PartsWithFlags, input: TellOfShiftInput, telling: Telling): Promise<void> {
  const rotation = await foldRecord(parts.log, rotationDecider, input.rotationId);
  if (rotation.status === "absent") return;
  const told = whom(rotation, input, parts.now().toISOString());
  const names = new Map(await Promise.all([input.personId, ...input.otherIds].map(async (id) => {
    const person = await foldRecord(parts.log, personDecider, id);
    return [id, person.status === "absent" ? "somebody" : person.name] as const;
  })));
  const link = `${parts.publicUrl}/on-call/${input.rotationId}`;
  const said = saying(input, { schedule: rotation.name, nameOf: (id) => names.get(id) ?? "somebody" });
  const text = { subject: said.subject, text: [...said.lines, "", link].join("\n"), link };
  await tellEach(parts, told, { telling, noteOf: (personId) => ({ text, key: `shift/${input.requestEventId}/${personId}` }) });
}

/** Those who may take it, while it is to be had; else who gives and who takes. */
function whom({ layers, swaps }: RotationPlan, { kind, swapId, personId, otherIds }: TellOfShiftInput, now: string): readonly string[] {
  if (kind !== "asked") return [personId, ...otherIds];
  const open = swaps.find((swap) => swap.swapId === swapId)?.state === "open";
  return open ? takersFrom(layers, now).filter((id) => id !== personId) : [];
}

interface Names {
  readonly schedule: string;
  readonly nameOf: (id: string) => string;
}

function saying({ kind, personId, otherIds, from, to, reason }: TellOfShiftInput, { schedule, nameOf }: Names) {
  const time = `${minute(from)} to ${minute(to)}`;
  const who = nameOf(personId);
  const others = otherIds.map(nameOf).join(" and ");
  if (kind === "asked") {
    return {
      subject: `${who} asks for a stand-in: ${schedule}, ${time}`,
      lines: [
        `${who} asks for a stand-in on call for ${schedule} from ${time}.`, ...(reason === "" ? [] : [reason]),
        "The first to take it has it.",
      ],
    };
  }
  if (kind === "taken") {
    return {
      subject: `${who} stands in for ${others}: ${schedule}, ${time}`,
      lines: [`${who} stands in for ${others} on call for ${schedule} from ${time}.`],
    };
  }
  return {
    subject: `${who} took over: ${schedule}`,
    lines: [`${who} has the pager of ${schedule} now, until ${minute(to)}${others === "" ? "" : `, instead of ${others}`}.`],
  };
}
