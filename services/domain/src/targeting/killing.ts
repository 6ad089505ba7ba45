import type { TargetingEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import type { OpenTargeting } from "./targeting.ts";
import type { KillCommand } from "./targetingCommands.ts";

type Command<Type extends KillCommand["type"]> = Extract<KillCommand, { type: Type }>;

/** Never refused: each press is a kill of its own, also on top of others. */
export const kill = ({ type, now, ...data }: Command<"Kill">, { kills }: OpenTargeting): readonly TargetingEvent[] =>
  kills.some(({ killId }) => killId === data.killId) ? [] : [{ type: "KillEngaged", data }];

/** Why, afterwards. */
export function explainKill(
  { type, now, ...data }: Command<"ExplainKill">, { kills, environment }: OpenTargeting,
): readonly TargetingEvent[] {
  const engaged = kills.find(({ killId }) => killId === data.killId);
  if (engaged === undefined) throw new Rejection("KILL_MOVED", `this kill is not engaged in ${environment} any more`, ["kill"]);
  return engaged.reason === data.reason && (
    data.incidentId === null || engaged.incidentId === data.incidentId
  ) ? [] : [{ type: "KillExplained", data }];
}

/** Lifts the kills that somebody saw; one that came since goes on. @throws Rejection KILL_MOVED where one of them is lifted already */
export function releaseKills(
  { type, now, ...data }: Command<"ReleaseKills">, { kills, environment }: OpenTargeting,
): readonly TargetingEvent[] {
  const gone = data.killIds.filter((id) => !kills.some(({ killId }) => killId === id));
  if (gone.length > 0) throw new Rejection(
    "KILL_MOVED", `${String(gone.length)} of these kills ${gone.length === 1 ? "is" : "are"} not engaged in ${environment} any more`,
    ["kills"],
  );
  return [{ type: "KillsReleased", data: { ...data, killIds: [...new Set(data.killIds)] } }];
}
