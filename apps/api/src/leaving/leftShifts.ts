import { foldRecord } from "@ballast/eventlog";
import {
  Rejection, type Rotation, type RotationCommand, rotationDecider, type RotationPlan, type Shift, shiftsOf, takersFrom,
} from "@ballast/domain";
import { idField, objectField, optional } from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";

/** How far ahead the shifts are named that somebody gives up: eight weeks. */
const AHEAD_MS = 56 * 86_400_000;

/** The time in which shifts that are given up are named. */
export const aheadOf = (now: string): { readonly from: string; readonly to: string } => ({
  from: now, to: new Date(Date.parse(now) + AHEAD_MS).toISOString(),
});

/** Who takes the shifts of somebody who leaves. */
export const takeoverField = objectField(
  "TakeoverInput",
  {
    rotationId: idField("Rotation", "The rotation."),
    takerId: optional(idField("Person", "Who takes their place; left out: the others take their turns.")),
  },
  { description: "Who takes the shifts of somebody who leaves, in one rotation." },
);

/** Who takes the shifts of somebody who leaves, in one rotation; null: the others in turn. */
export interface Takeover {
  readonly rotationId: string;
  readonly takerId: string | null;
}

/** A rotation in which somebody is on call, or named. */
interface Held<Plan = CreatedRotation> {
  readonly rotation: Plan;
  /** Theirs of the coming eight weeks. */
  readonly shifts: readonly Shift[];
}

type CreatedRotation = Extract<Rotation, { status: "created" }>;

/** The rotations in which somebody is on call in the coming eight weeks, or takes turns, with those shifts. */
export function heldBy<Plan extends RotationPlan>(rotations: readonly Plan[], personId: string, now: string): readonly Held<Plan>[] {
  const { from, to } = aheadOf(now);
  return rotations.flatMap((rotation) => {
    const held = shiftsOf({ ...rotation, left: new Map() }, personId, { from, to });
    return held.length > 0 || takersFrom(rotation.layers, now).includes(personId) ? [{ rotation, shifts: held }] : [];
  });
}

/** The same of the rotations as the log has them. */
export async function heldInLog(
  { log, readModel }: Pick<ApiContext, "log" | "readModel">,
  personId: string,
  now: string,
): Promise<readonly Held[]> {
  const all = await Promise.all(readModel.rotations.all().map(({ id }) => foldRecord(log, rotationDecider, id)));
  return heldBy(all.filter((rotation) => rotation.status === "created"), personId, now);
}

/**
 * The commands that give a leaver's shifts to those who take them.
 * @throws Rejection SHIFTS_FALL_EMPTY, naming the shifts, where nobody said who takes them
 */
export function handingOver(
  held: readonly Held[],
  { personId, takeovers, mayBeEmpty }: { readonly personId: string; readonly takeovers: readonly Takeover[]; readonly mayBeEmpty: boolean },
  now: string,
): readonly RotationCommand[] {
  const open = held.filter(({ rotation }) => !takeovers.some(({ rotationId }) => rotationId === rotation.rotationId));
  if (open.length > 0 && !mayBeEmpty) throw new Rejection("SHIFTS_FALL_EMPTY", open.map(emptied).join(" "), ["takeovers"]);
  return held.flatMap(({ rotation }): RotationCommand[] => {
    const taken = takeovers.find(({ rotationId }) => rotationId === rotation.rotationId);
    return taken === undefined
      ? []
      : [{ type: "HandTurnsOver", now, rotationId: rotation.rotationId, personId, takerId: taken.takerId }];
  });
}

/** Gives them before the person goes: were it cut short in between, nobody is on call who has left. */
export async function handOver(run: Run, commands: readonly RotationCommand[]): Promise<void> {
  for (const command of commands) await run.handle({ aggregate: rotationDecider, id: command.rotationId, command });
}

const NAMED = 5;

function emptied({ rotation, shifts: held }: Held): string {
  const named = held.slice(0, NAMED).map(({ from, to }) => `${minute(from)} to ${minute(to)}`).join(", ");
  const more = held.length > NAMED ? ` and ${String(held.length - NAMED)} more in the coming eight weeks` : "";
  return held.length === 0 ? `They take turns in ${rotation.name}.` : `In ${rotation.name} these shifts fall empty: ${named}${more}.`;
}

const minute = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;
