import type { DataOf, PolicyEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** Which version somebody has acknowledged last, and when. */
export type Acknowledgement = Omit<DataOf<"PolicyAcknowledged">, "policyId">;

/** A policy: the version that holds, and who has acknowledged which. */
export interface PublishedPolicy extends Omit<DataOf<"PolicyPublished">, "reason"> {
  readonly status: "published" | "retired";
  /** The newest of each person. */
  readonly acknowledged: readonly Acknowledgement[];
}

export type Policy = { readonly status: "absent" } | PublishedPolicy;

export type PolicyCommand =
  | ({ readonly type: "PublishPolicy"; readonly now: string } & Omit<DataOf<"PolicyPublished">, "version">)
  | ({ readonly type: "AcknowledgePolicy"; readonly now: string } & Omit<DataOf<"PolicyAcknowledged">, "at">)
  | ({ readonly type: "RetirePolicy"; readonly now: string } & DataOf<"PolicyRetired">);

function evolve(policy: Policy, event: PolicyEvent): Policy {
  if (event.type === "PolicyPublished") {
    const { reason: _, ...said } = event.data;
    return { status: "published", ...said, acknowledged: policy.status === "absent" ? [] : policy.acknowledged };
  }
  if (policy.status === "absent") return policy;
  if (event.type === "PolicyRetired") return { ...policy, status: "retired" };
  const { policyId: _, ...acknowledgement } = event.data;
  const others = policy.acknowledged.filter(({ personId }) => personId !== acknowledgement.personId);
  return { ...policy, acknowledged: [...others, acknowledgement] };
}

function known(policy: Policy, policyId: string): PublishedPolicy {
  if (policy.status === "absent") throw new Rejection("NOT_FOUND", `there is no policy ${policyId}`, ["policy"]);
  return policy;
}

const contentOf = ({ name, text, url, isFor }: Pick<PublishedPolicy, "name" | "text" | "url" | "isFor">): object => ({
  name, text, url, isFor,
});

function publish({ type, now, ...said }: Extract<PolicyCommand, { type: "PublishPolicy" }>, policy: Policy): readonly PolicyEvent[] {
  if (policy.status === "published" && sameContent(contentOf(policy), contentOf(said))) return [];
  return [{ type: "PolicyPublished", data: { ...said, version: policy.status === "absent" ? 1 : policy.version + 1 } }];
}

/** Of the version that holds: whoever has another one before them has not read it. */
function acknowledge(
  { now, policyId, version, personId }: Extract<PolicyCommand, { type: "AcknowledgePolicy" }>, policy: Policy,
): readonly PolicyEvent[] {
  const { version: holds, acknowledged, status, name } = known(policy, policyId);
  if (acknowledged.some((one) => one.personId === personId && one.version === version)) return [];
  if (status === "retired" || version !== holds)
    throw new Rejection(
      "POLICY_CHANGED", `version ${String(holds)} of ${name} holds${status === "retired" ? " no more" : ""}`, ["version"],
    );
  return [{ type: "PolicyAcknowledged", data: { policyId, version, personId, at: now } }];
}

function decide(command: PolicyCommand, policy: Policy): readonly PolicyEvent[] {
  if (command.type === "PublishPolicy") return publish(command, policy);
  if (command.type === "AcknowledgePolicy") return acknowledge(command, policy);
  const { type, now, ...data } = command;
  return known(policy, data.policyId).status === "retired" ? [] : [{ type: "PolicyRetired", data }];
}

/** How things are done here. Its id is from the command that published it first. */
export const policyDecider = aggregate("policy", {
  initialState: { status: "absent" } as Policy, evolve, decide, keyOf: (commandId: string) => [commandId],
});
