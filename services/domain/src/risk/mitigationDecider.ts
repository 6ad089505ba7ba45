import type { DataOf, MitigationEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import type { Slip } from "../promise/index.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";

/** A day that was promised after another one; `becauseOf` is the mitigation that it waits for, where that is why. */
export interface MitigationSlip extends Slip {
  readonly becauseOf: string | null;
}

/** What somebody does about risks. */
export interface PlannedMitigation extends DataOf<"MitigationPlanned"> {
  readonly status: "planned" | "inProgress" | "delivered" | "givenUp";
  /** Every promise that was moved, oldest first. */
  readonly slips: readonly MitigationSlip[];
  readonly delivered: { readonly at: string; readonly releaseId: string | null } | null;
}

export type Mitigation = { readonly status: "absent" } | PlannedMitigation;

interface At {
  /** The moment of the command, ISO in UTC. */
  readonly now: string;
}
/** `waitedFor`: everything that those it needs wait for in turn. */
interface Waiting {
  readonly waitedFor: readonly string[];
}

export type MitigationCommand =
  | ({ readonly type: "PlanMitigation" } & At & Waiting & DataOf<"MitigationPlanned">)
  | ({ readonly type: "DescribeMitigation" } & At & Waiting & DataOf<"MitigationDescribed">)
  | ({ readonly type: "MoveMitigationDue" } & At & DataOf<"MitigationDueMoved">)
  | ({ readonly type: "BeginMitigation" } & At & DataOf<"MitigationBegun">)
  | ({ readonly type: "DeliverMitigation" } & At & DataOf<"MitigationDelivered">)
  | ({ readonly type: "GiveUpMitigation" } & At & DataOf<"MitigationGivenUp">);

type Command<Type extends MitigationCommand["type"]> = Extract<MitigationCommand, { type: Type }>;

/** What a mitigation is called. */
export const mitigationName = ({ number }: { readonly number: number }): string => `M-${String(number)}`;

function evolve(mitigation: Mitigation, event: MitigationEvent): Mitigation {
  if (event.type === "MitigationPlanned")
    return mitigation.status === "absent" ? { status: "planned", ...event.data, slips: [], delivered: null } : mitigation;
  if (mitigation.status === "absent") return mitigation;
  switch (event.type) {
    case "MitigationDescribed": {
      const { reason: _, ...described } = event.data;
      return { ...mitigation, ...described };
    }
    case "MitigationDueMoved": {
      const { dueOn, becauseOf, reason } = event.data;
      return { ...mitigation, dueOn, slips: [...mitigation.slips, { from: mitigation.dueOn, to: dueOn, becauseOf, reason }] };
    }
    case "MitigationBegun":
      return { ...mitigation, status: "inProgress" };
    case "MitigationDelivered":
      return { ...mitigation, status: "delivered", delivered: { at: event.data.deliveredAt, releaseId: event.data.releaseId } };
    case "MitigationGivenUp":
      return { ...mitigation, status: "givenUp" };
  }
}

function decide(command: MitigationCommand, mitigation: Mitigation): readonly MitigationEvent[] {
  if (command.type === "PlanMitigation") return plan(command, mitigation);
  if (mitigation.status === "absent") throw new Rejection("NOT_FOUND", `there is no mitigation ${command.mitigationId}`, ["mitigation"]);
  return command.type === "DeliverMitigation" && mitigation.status === "delivered" ? [] : decidePlanned(command, mitigation);
}

function decidePlanned(
  command: Exclude<MitigationCommand, { type: "PlanMitigation" }>,
  mitigation: PlannedMitigation,
): readonly MitigationEvent[] {
  const { mitigationId, status } = mitigation;
  if (command.type === "GiveUpMitigation" && status === "givenUp") return [];
  if (status === "delivered" || status === "givenUp")
    throw new Rejection("MITIGATION_ENDED", `${mitigationName(mitigation)} ${status === "delivered" ? "was delivered" : "was given up"}`, [
      "mitigation",
    ]);
  switch (command.type) {
    case "DescribeMitigation":
      return describe(command, mitigation);
    case "MoveMitigationDue":
      return moveDue(command, mitigation);
    case "BeginMitigation":
      return status === "inProgress" ? [] : [{ type: "MitigationBegun", data: { mitigationId } }];
    case "DeliverMitigation": {
      const { type, now, ...data } = command;
      if (instantOf(data.deliveredAt) > instantOf(now) + CLOCKS_MS)
        throw new Rejection("INVALID_INPUT", `${data.deliveredAt} has not come yet`, ["deliveredAt"]);
      return [{ type: "MitigationDelivered", data }];
    }
    case "GiveUpMitigation": {
      const { type, now, ...data } = command;
      return [{ type: "MitigationGivenUp", data }];
    }
  }
}

/** Clocks of browsers and other machines may be ahead by as much. */
const CLOCKS_MS = 5 * 60_000;

function plan({ type, now, waitedFor, ...data }: Command<"PlanMitigation">, mitigation: Mitigation): readonly MitigationEvent[] {
  if (mitigation.status !== "absent") return [];
  refuseOddities(data, waitedFor);
  return [{ type: "MitigationPlanned", data }];
}

function describe(
  { type, now, waitedFor, ...data }: Command<"DescribeMitigation">,
  mitigation: PlannedMitigation,
): readonly MitigationEvent[] {
  refuseOddities(data, waitedFor);
  const { title, description, riskIds, ownerId, needs, effects } = data;
  const said = { title, description, riskIds, ownerId, needs, effects };
  const same = sameContent({
    title: mitigation.title, description: mitigation.description, riskIds: mitigation.riskIds, ownerId: mitigation.ownerId,
    needs: mitigation.needs, effects: mitigation.effects,
  }, said);
  return same ? [] : [{ type: "MitigationDescribed", data }];
}

function refuseOddities(
  { mitigationId, riskIds, needs, effects }: Omit<DataOf<"MitigationDescribed">, "reason">,
  waitedFor: readonly string[],
): void {
  const stranger = effects.find(({ riskId }) => !riskIds.includes(riskId));
  if (stranger !== undefined)
    throw new Rejection("INVALID_INPUT", `it says what becomes of a risk that it is not about: ${stranger.riskId}`, ["effects"]);
  if (new Set(effects.map(({ riskId }) => riskId)).size < effects.length)
    throw new Rejection("INVALID_INPUT", "one effect for each risk", ["effects"]);
  if (needs.includes(mitigationId) || waitedFor.includes(mitigationId))
    throw new Rejection("DEPENDENCY_CIRCLE", "what it needs waits for itself", ["needs"]);
}

function moveDue({ type, now, ...data }: Command<"MoveMitigationDue">, mitigation: PlannedMitigation): readonly MitigationEvent[] {
  if (data.dueOn === mitigation.dueOn) return [];
  if (data.becauseOf !== null && !mitigation.needs.includes(data.becauseOf))
    throw new Rejection("INVALID_INPUT", `${mitigationName(mitigation)} does not need ${data.becauseOf}`, ["becauseOf"]);
  return [{ type: "MitigationDueMoved", data }];
}

/** What somebody does about risks, with every day that was promised for it. Its id is from the command that plans it. */
export const mitigationDecider = aggregate("mitigation", {
  initialState: { status: "absent" } as Mitigation, evolve, decide, keyOf: (commandId: string) => [commandId],
});
