import type { DataOf, FactorEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** What makes every risk bigger. */
export interface StatedFactor extends Omit<DataOf<"FactorStated">, "reason"> {
  readonly status: "stated" | "ended";
}

export type Factor = { readonly status: "absent" } | StatedFactor;

export type FactorCommand =
  | ({ readonly type: "StateFactor"; readonly now: string } & DataOf<"FactorStated">)
  | ({ readonly type: "EndFactor"; readonly now: string } & DataOf<"FactorEnded">);

function evolve(factor: Factor, event: FactorEvent): Factor {
  if (event.type === "FactorEnded") return factor.status === "absent" ? factor : { ...factor, status: "ended" };
  const { reason: _, ...said } = event.data;
  return { status: "stated", ...said };
}

function decide(command: FactorCommand, factor: Factor): readonly FactorEvent[] {
  if (command.type === "EndFactor") {
    const { type, now, ...data } = command;
    if (factor.status === "absent") throw new Rejection("NOT_FOUND", `there is no factor ${data.factorId}`, ["factor"]);
    return factor.status === "ended" ? [] : [{ type: "FactorEnded", data }];
  }
  const { type, now, ...data } = command;
  const { reason: _, ...said } = data;
  if (said.detectMinutes === 0 && said.resolveMinutes === 0 && said.frequencyPercent === 0)
    throw new Rejection("INVALID_INPUT", "it makes nothing bigger: name minutes or a percentage", ["detectMinutes"]);
  return factor.status !== "absent" && sameContent(factor, { status: "stated", ...said }) ? [] : [{ type: "FactorStated", data }];
}

/** What makes every risk of the register bigger. Its id is from the command that states it first. */
export const factorDecider = aggregate("factor", {
  initialState: { status: "absent" } as Factor, evolve, decide, keyOf: (commandId: string) => [commandId],
});
