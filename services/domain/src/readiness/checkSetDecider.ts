import type { CheckSetEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** What services are held to: the version that holds, and why it is none any more. */
export interface PublishedChecks extends Omit<DataOf<"ChecksPublished">, "reason"> {
  readonly status: "published" | "retired";
}

export type CheckSet = { readonly status: "absent" } | PublishedChecks;

export type CheckSetCommand =
  | ({ readonly type: "PublishChecks"; readonly now: string } & Omit<DataOf<"ChecksPublished">, "version">)
  | ({ readonly type: "RetireChecks"; readonly now: string } & DataOf<"ChecksRetired">);

function evolve(set: CheckSet, event: CheckSetEvent): CheckSet {
  if (event.type === "ChecksRetired") return set.status === "absent" ? set : { ...set, status: "retired" };
  const { reason: _, ...said } = event.data;
  return { status: "published", ...said };
}

/** Each version has other checks than the one before; one that was retired comes back with its next version. */
function publish({ type, now, ...said }: Extract<CheckSetCommand, { type: "PublishChecks" }>, set: CheckSet): readonly CheckSetEvent[] {
  const { checks } = said;
  const twice = checks.find(({ checkId }, place) => checks.findIndex((other) => other.checkId === checkId) !== place);
  if (twice !== undefined) throw new Rejection("INVALID_INPUT", `two checks are called ${twice.checkId}`, ["checks"]);
  if (set.status === "published" && sameContent(set.checks, checks)) return [];
  return [{ type: "ChecksPublished", data: { ...said, version: set.status === "absent" ? 1 : set.version + 1 } }];
}

function decide(command: CheckSetCommand, set: CheckSet): readonly CheckSetEvent[] {
  if (command.type === "PublishChecks") return publish(command, set);
  const { type, now, ...data } = command;
  if (set.status === "absent") throw new Rejection("NOT_FOUND", `there is no set of checks ${data.checkSetId}`, ["checkSet"]);
  return set.status === "retired" ? [] : [{ type: "ChecksRetired", data }];
}

/** A set of checks, in versions. Its id is from its name. */
export const checkSetDecider = aggregate("checkSet", {
  initialState: { status: "absent" } as CheckSet, evolve, decide, keyOf: (name: string) => [name.trim().toLowerCase()],
});
